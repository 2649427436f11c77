"""What people say and write in German. All of it can be written in cp1252, as old systems of German companies want."""
