"""Sources and settings of the workspace."""
