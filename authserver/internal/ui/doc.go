// Package ui contains all pages of the authorization server. The layout is in shared/page; the
// texts are here.
//
//	pages.go        Pages, and the frame of each page
//	signin.go       templates/signin.html
//	consent.go      templates/consent.html
//	signout.go      templates/signout.html, signed-out.html, still-signed-in.html
//	device.go       templates/device-code.html, device.html, device-done.html
//	account.go      templates/account.html
//	home.go         templates/home.html
//	error.go        the texts of the error page
//	formpost.go     templates/form-post.html      OAuth 2.0 Form Post Response Mode
//	destination.go  the target of a redirect, in words and for the CSP
//
// Pages work without JavaScript. The only script is in form-post.html. The CSP allows it by its
// hash. Without JavaScript the page shows a button.
package ui
