"""What people say and write in English: customers and contacts; the staff of the company write German."""
