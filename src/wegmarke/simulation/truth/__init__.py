"""What is true of a simulated world: measured by running it again with one thing changed, never read off a formula."""
