"""The words of the practice company: people, places, companies, products, days, and what people say and write.

Everything is picked by random bits (64 for every pick, `picking.Bits`) and by whole numbers only, so the same bits give
the same words everywhere. One number a row is enough for every function: further ones are `derived` from it inside.

- `picking`: tables with weights; `derived` bits, `below` a bound, `happens` with a share
- `phrases`: sentences with alternatives and slots, filled column by column
- `persons`: `persons`, `birth_years`, `emails`
- `places`: `TOWN`, `STATES`, `addresses`, `mobile_phones`, `landline_phones`, `notations`
- `companies`, `trades`: `companies`, `contact_emails`, `job_titles`, sectors and buying roles
- `products`: categories, appliances, consumables, service contracts, competitors
- `calendar`: `holidays`, `workdays`, `season_per_mille`
- `reasons`: `THEMES` that texts are about; reason codes of tickets, stated reasons of cancellations and lost deals
- `voices`: `say`, `say_each`, `topics`: comments, reviews, complaints, tickets, notes, letters, reports and mails, in
  German and English; `about.About` holds the facts that a text may name; `manners` types it with people's slips

The sentences themselves stand in `german/` and `english/`, one template a line; `sentences` reads them.

Everybody and everything here is made up; domains end in `.example`, and telephone numbers are such that nobody has
them.
"""
