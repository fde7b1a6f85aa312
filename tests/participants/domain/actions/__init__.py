"""The rules of what lead providers do."""
