package oauth

import (
	"net/http"
	"time"
)

// Code is an error code of the OAuth family. The registry is IANA's "OAuth
// Extensions Error Registry"; the comments name the RFC that defines each.
type Code string

// The error codes that Quartet speaks.
const (
	InvalidRequest          Code = "invalid_request"           // RFC 6749 §4.1.2.1, §5.2
	InvalidClient           Code = "invalid_client"            // RFC 6749 §5.2
	InvalidGrant            Code = "invalid_grant"             // RFC 6749 §5.2
	UnauthorizedClient      Code = "unauthorized_client"       // RFC 6749 §4.1.2.1, §5.2
	UnsupportedGrantType    Code = "unsupported_grant_type"    // RFC 6749 §5.2
	InvalidScope            Code = "invalid_scope"             // RFC 6749 §4.1.2.1, §5.2
	AccessDenied            Code = "access_denied"             // RFC 6749 §4.1.2.1
	UnsupportedResponseType Code = "unsupported_response_type" // RFC 6749 §4.1.2.1
	ServerError             Code = "server_error"              // RFC 6749 §4.1.2.1
	TemporarilyUnavailable  Code = "temporarily_unavailable"   // RFC 6749 §4.1.2.1
	InvalidToken            Code = "invalid_token"             // RFC 6750 §3.1
	InsufficientScope       Code = "insufficient_scope"        // RFC 6750 §3.1
	UnsupportedTokenType    Code = "unsupported_token_type"    // RFC 7009 §2.2.1
	InvalidTarget           Code = "invalid_target"            // RFC 8707 §2
	LoginRequired           Code = "login_required"            // OIDC Core §3.1.2.6
	ConsentRequired         Code = "consent_required"          // OIDC Core §3.1.2.6
	InteractionRequired     Code = "interaction_required"      // OIDC Core §3.1.2.6
	RequestNotSupported     Code = "request_not_supported"     // OIDC Core §3.1.2.6
	RequestURINotSupported  Code = "request_uri_not_supported" // OIDC Core §3.1.2.6
	InvalidRequestURI       Code = "invalid_request_uri"       // OIDC Core §3.1.2.6, RFC 9101 §6.1
	InvalidDPoPProof        Code = "invalid_dpop_proof"        // RFC 9449 §5
	UseDPoPNonce            Code = "use_dpop_nonce"            // RFC 9449 §8
	AuthorizationPending    Code = "authorization_pending"     // RFC 8628 §3.5
	SlowDown                Code = "slow_down"                 // RFC 8628 §3.5
	ExpiredToken            Code = "expired_token"             // RFC 8628 §3.5
	NotFound                Code = "not_found"                 // HTTP 404, no RFC

	InsufficientUserAuthentication Code = "insufficient_user_authentication" // RFC 9470 §3
)

// Status is the HTTP status with which the code travels when it is not sent
// in a redirect: 400 unless an RFC asks for another.
func (c Code) Status() int {
	switch c {
	case InvalidClient, InvalidToken, InsufficientUserAuthentication, "": // RFC 6749 §5.2, RFC 6750 §3.1, RFC 9470 §3
		return http.StatusUnauthorized
	case InsufficientScope, AccessDenied: // RFC 6750 §3.1
		return http.StatusForbidden
	case NotFound:
		return http.StatusNotFound
	case TemporarilyUnavailable:
		return http.StatusServiceUnavailable
	case ServerError:
		return http.StatusInternalServerError
	default: // RFC 6749 §5.2
		return http.StatusBadRequest
	}
}

// With makes an error of this code. The description is for the developer of
// the client: printable ASCII without quotes (RFC 6749 §5.2), no secrets.
func (c Code) With(description string) *Error {
	return &Error{Code: c, Description: description}
}

// Error is the only error that a client of ours sees. It is made where the
// rule is known, returned, and written to the wire in one place (shared/web).
// The cause stays inside: it is logged, never sent.
type Error struct {
	Code        Code // "" asks for credentials and says no more (RFC 6750 §3.1)
	Description string
	Check       *Check        // the named check that refused, nil if none did
	Challenge   string        // value of WWW-Authenticate, "" for none
	RetryAfter  time.Duration // Retry-After, zero for none
	Header      http.Header   // more fields of the answer, beside those: the challenge of another scheme, a DPoP nonce
	Suspicious  bool          // worth a warning in the log: it looks like an attack

	status int
	cause  error
}

// CheckID is the id of the check that refused, "" if none did.
func (e *Error) CheckID() string {
	if e.Check == nil {
		return ""
	}
	return e.Check.ID
}

// Because attaches the cause, which is logged and never sent.
func (e *Error) Because(cause error) *Error { e.cause = cause; return e }

// WithStatus sends the error with another status than its code suggests.
func (e *Error) WithStatus(status int) *Error { e.status = status; return e }

// WithChallenge adds the WWW-Authenticate value (RFC 6749 §5.2, RFC 6750 §3).
func (e *Error) WithChallenge(value string) *Error { e.Challenge = value; return e }

// After tells the caller when to try again (RFC 9110 §10.2.3).
func (e *Error) After(d time.Duration) *Error { e.RetryAfter = d; return e }

// Status is the HTTP status of the error.
func (e *Error) Status() int {
	if e.status != 0 {
		return e.status
	}
	return e.Code.Status()
}

// Error gives code and description, as a client sees them.
func (e *Error) Error() string {
	if e.Description == "" {
		return string(e.Code)
	}
	return string(e.Code) + ": " + e.Description
}

// Unwrap gives the hidden cause.
func (e *Error) Unwrap() error { return e.cause }
