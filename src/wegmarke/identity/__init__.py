"""Who is who: identifiers and the permanent numbers of customers (DESIGN D3)."""
