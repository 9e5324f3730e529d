"""What the icon, its menu and the window show: functions of what a viewer knows."""
