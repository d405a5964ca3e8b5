package web

import "strings"

// Agent returns the browser and operating system that a User-Agent header names, such as "Firefox
// on Linux", or "" if it names no known browser. Users see it in the list of their sessions. It is
// coarse, so that it does not help to track anybody, and contains no text from the header. The
// order of the list matters: the header of each browser also contains the names of browsers
// further down.
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

// firstOf returns the name that belongs to the first mark found in the text, or "".
func firstOf(text string, marksAndNames ...string) string {
	for i := 0; i+1 < len(marksAndNames); i += 2 {
		if strings.Contains(text, marksAndNames[i]) {
			return marksAndNames[i+1]
		}
	}
	return ""
}
