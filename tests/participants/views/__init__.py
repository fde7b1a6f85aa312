"""What lead providers see."""
