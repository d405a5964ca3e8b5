// Package chromium controls a real browser in tests. It is the only package of the tests that uses chromedp,
// whose API changed at v0.20 and may change again.
//
//	chromium.go  Start, and the methods for pages
//	keyboard.go  the keyboard
//	windows.go   other tabs, and a script before those of the page
//	seen.go      what the browser recorded: console, requests, cookies
//	picture.go   screenshots
//	media.go     media features, print, and pages without scripts
//	wire.go      the number of bytes that a page costs
//	axe.go       checks of accessibility by axe-core
package chromium
