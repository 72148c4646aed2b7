"""The ten-minute service circle: merchants, the friendly map, estates, reach by hour, siting."""
