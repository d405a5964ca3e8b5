package session

import (
	"strings"

	"quartet.example/shared/web"
)

// App returns the name for an app that signed in through this browser: an app on the same device.
func App(userAgent string) string {
	if _, system, ok := strings.Cut(web.Agent(userAgent), " on "); ok {
		return "App on " + system
	}
	return "App"
}
