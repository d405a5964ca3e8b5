// Package device lets somebody allow, on a device with a browser, what another
// device without one has asked for (RFC 8628).
//
//	handler.go   POST /device_authorization       RFC 8628 §3.1, §3.2
//	usercode.go  the code that a person types     RFC 8628 §6.1, §5.1
//	page.go      GET, POST /device: the code      RFC 8628 §3.3
//	decide.go    the question and the answer      RFC 8628 §3.3, §5.4
//
//	started ──the user allows──▶ allowed ──poll──▶ redeemed
//	        ──the user denies──▶ denied
//	        ──time passes──────▶ expired          (token/device.go answers the polls)
//
// The danger of this flow is that the device in question is an attacker's, who
// sends a stranger the code (§5.4). So the code is never enough: a link that
// holds it (verification_uri_complete) fills in the form and no more, and the
// question that follows names the application, says when it was started, shows
// the code to compare, and asks whether the device is at hand. A code is looked
// up for signed-in users only, who are counted, and so is their address.
package device
