// Package device is the device authorization grant (RFC 8628): the user of a device without a
// browser allows its request on another device with a browser.
//
//	handler.go   POST /device_authorization         RFC 8628 §3.1, §3.2
//	usercode.go  the code that the user types       RFC 8628 §6.1, §5.1
//	page.go      GET, POST /device: enter the code  RFC 8628 §3.3
//	decide.go    the question and the decision      RFC 8628 §3.3, §5.4
//
//	started ──the user allows──▶ allowed ──poll──▶ redeemed
//	        ──the user denies──▶ denied
//	        ──time passes──────▶ expired          (token/device.go answers the polls)
//
// In the main attack on this grant the device belongs to an attacker, who sends the user code to a
// victim (§5.4). So the code alone decides nothing: a link with the code
// (verification_uri_complete) only fills in the form. The next page names the application, says
// when the request was started, shows the code to compare, and asks whether the user has the
// device. A code is looked up only for signed-in users. Wrong codes are counted for the account and
// for the address.
package device
