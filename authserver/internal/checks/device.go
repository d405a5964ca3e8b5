package checks

import (
	"net/http"

	"quartet.example/shared/oauth"
)

// The device authorization grant (RFC 8628).
var (
	DevicePresent = oauth.Check{
		ID: "as.device.present", Spec: "RFC 8628 §3.4", Error: oauth.InvalidRequest,
		Meaning: "device_code is sent",
		Refusal: "device_code is missing",
		Stops:   "incomplete requests",
	}
	DeviceKnown = oauth.Check{
		ID: "as.device.known", Spec: "RFC 8628 §3.5", Error: oauth.InvalidGrant,
		Meaning: "the device code was issued here",
		Refusal: "the device code is unknown",
		Stops:   "guessed device codes",
	}
	DeviceClientBound = oauth.Check{
		ID: "as.device.client_bound", Spec: "RFC 8628 §3.4", Error: oauth.InvalidGrant,
		Meaning: "the device code was issued to this client",
		Refusal: "the device code was issued to another client",
		Stops:   "one client redeeming the device code of another", Suspicious: true, Decisive: "code of another client",
	}
	DeviceUnused = oauth.Check{
		ID: "as.device.unused", Spec: "RFC 8628 §3.5", Error: oauth.InvalidGrant,
		Meaning: "the device code was not redeemed before",
		Refusal: "the device code was already used",
		Stops:   "a second redemption of a device code, by the device or by a thief", Suspicious: true, Decisive: "code replay",
	}
	DeviceUnexpired = oauth.Check{
		ID: "as.device.unexpired", Spec: "RFC 8628 §3.5", Error: oauth.ExpiredToken,
		Meaning: "the device code has not expired",
		Refusal: "the device code has expired; start again",
		Stops:   "expired device codes",
	}
	DeviceInterval = oauth.Check{
		ID: "as.device.interval", Spec: "RFC 8628 §3.5", Error: oauth.SlowDown,
		Meaning: "the device waits at least the interval between two polls",
		Refusal: "polling too fast; add 5 seconds to the interval",
		Stops:   "polling without a pause",
	}
	DeviceAllowed = oauth.Check{
		ID: "as.device.allowed", Spec: "RFC 8628 §3.5", Error: oauth.AccessDenied, Status: http.StatusBadRequest, // RFC 6749 §5.2
		Meaning: "the user did not deny the request",
		Refusal: "the user denied the request",
		Stops:   "access of a device without consent",
	}
	DeviceDecided = oauth.Check{
		ID: "as.device.decided", Spec: "RFC 8628 §3.5", Error: oauth.AuthorizationPending,
		Meaning: "the user has decided",
		Refusal: "the user has not decided yet",
		Stops:   "tokens before the user has allowed them", Decisive: "access without consent",
	}
	UserCodeKnown = oauth.Check{
		ID: "as.user_code.known", Spec: "RFC 8628 §3.3", Error: oauth.InvalidRequest,
		Meaning: "the user code that was entered belongs to a device that is waiting",
		Refusal: "the code is wrong, or too old, or was used; start again on the device",
		Stops:   "guessed, expired and used user codes",
	}
	UserCodeThrottle = oauth.Check{
		ID: "as.user_code.throttle", Spec: "RFC 8628 §5.1", Error: oauth.TemporarilyUnavailable,
		Meaning: "there were not too many recent wrong codes from this account or address",
		Refusal: "too many codes; wait before trying again",
		Stops:   "guessing user codes, which are short", Suspicious: true, Decisive: "user code guessing",
	}
	UserCodeAsked = oauth.Check{
		ID: "as.user_code.asked", Spec: "RFC 8628 §5.4", Error: oauth.AccessDenied,
		Meaning: "the user who decides about a device was asked about it in the same browser and session",
		Refusal: "this question was put to somebody else; enter the code again",
		Stops:   "forged decisions about a device", Suspicious: true, Decisive: "cross-site request forgery",
	}
)
