package web

import "strings"

// Agent is what people call a browser and its system: "Firefox on Linux". It is
// coarse on purpose: enough to tell one's own sessions apart, nothing to track
// anybody by, and made of our own words. "" is a program, or a browser that does
// not say. The order matters: each claims to be those that come after it.
func Agent(userAgent string) string {
	browser := firstOf(userAgent, "Edg", "Edge", "OPR/", "Opera", "Firefox/", "Firefox", "FxiOS/", "Firefox",
		"CriOS/", "Chrome", "Chrome/", "Chrome", "Safari/", "Safari")
	system := firstOf(userAgent, "iPhone", "iPhone", "iPad", "iPad", "Android", "Android", "Windows", "Windows",
		"CrOS", "ChromeOS", "Mac OS X", "macOS", "Linux", "Linux")
	switch {
	case browser == "":
		return ""
	case system == "":
		return browser
	}
	return browser + " on " + system
}

// firstOf gives the name of the first mark that the text holds.
func firstOf(text string, marksAndNames ...string) string {
	for i := 0; i+1 < len(marksAndNames); i += 2 {
		if strings.Contains(text, marksAndNames[i]) {
			return marksAndNames[i+1]
		}
	}
	return ""
}
