"""The practice company: Musterhaus, simulated customer by customer, with truths known because they were planted."""
