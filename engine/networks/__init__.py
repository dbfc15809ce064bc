"""Networks of dense layers: their parameters, losses, and weights from elsewhere."""
