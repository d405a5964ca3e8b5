// Package ui is every page of the authorization server: what the resource owner
// sees. The look is that of shared/page; the words are here.
//
//	pages.go        Pages, and what surrounds each page
//	signin.go       templates/signin.html
//	consent.go      templates/consent.html
//	signout.go      templates/signout.html, signed-out.html, still-signed-in.html
//	device.go       templates/device-code.html, device.html, device-done.html
//	account.go      templates/account.html
//	error.go        the words of the error page
//	formpost.go     templates/form-post.html      OAuth 2.0 Form Post Response Mode
//	destination.go  where one goes afterwards, in words and for the CSP
//
// Pages work without script. The one script of ours is that of form-post.html,
// which the CSP allows by its hash; a button stands in for it.
package ui
