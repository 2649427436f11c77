"""What a defect costs: customers and margin lost, and whether that may be called an effect."""
