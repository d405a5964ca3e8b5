// Package chromium drives a real browser for tests. It is all that knows
// chromedp, whose API changed at v0.20 and may again.
//
//	chromium.go  Start, and the verbs
//	seen.go      what the browser saw: console, requests, cookies
//	picture.go   screenshots
package chromium
