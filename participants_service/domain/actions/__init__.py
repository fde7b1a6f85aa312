"""What lead providers do with somebody's training: rules and effects, one class for each action."""
