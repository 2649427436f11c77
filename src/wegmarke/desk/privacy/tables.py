"""Every table of the desk, and what becomes of it when a person is erased. A test fails for one that is not here."""

from __future__ import annotations

Rule = str
"""redact: what speaks of the person is taken out of its texts. delete: the row goes. session: likewise, unpacked first.
Anything else says why the table holds nothing of persons.
"""

TABLES: dict[str, Rule] = {
    "jobs.Job": "redact",
    "privacy.PrivacyRequest": "redact",
    "drift.CompanyEvent": "redact",
    "customers.Segment": "delete",
    "findings.SavedFilter": "delete",
    "levers.LeverScenario": "delete",
    "sessions.Session": "session",
    "audit.AuditEntry": "numbers of customers and what was done, never an identifier; goes by age, and into every copy",
    "setup.TouchpointDetails": "names of touchpoints",
    "accounts.User": "people who work with the desk, managed under People",
    "accounts.SignInRules": "which roles need a second factor",
    "accounts.SignInLink": "hashes of links for those who work with the desk",
    "accounts.ApiToken": "hashes of tokens of those who work with the desk",
    "account.EmailAddress": "addresses of those who work with the desk",
    "account.EmailConfirmation": "addresses of those who work with the desk",
    "usersessions.UserSession": "where those who work with the desk are signed in",
    "socialaccount.SocialAccount": "who of those who work with the desk signs in by the company's own service",
    "socialaccount.SocialApp": "the company's own service of signing in",
    "socialaccount.SocialToken": "not kept: signing in needs no token afterwards",
    "mfa.Authenticator": "second factors of those who work with the desk",
    "auth.Group": "not used: roles stand in the policy",
    "auth.Permission": "names of permissions",
    "contenttypes.ContentType": "names of tables",
}
