package oauth

import (
	"net/http"
	"time"
)

// Code is an error code of OAuth or OpenID Connect. The comments name the section that defines
// each. IANA lists them in the "OAuth Extensions Error Registry".
type Code string

// The error codes that Quartet sends.
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

// Status returns the HTTP status for an error with this code that is not sent in a redirect: 400
// unless an RFC requires another.
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

// With returns an error with this code. The description is for the developer of the client:
// printable ASCII without quotes (RFC 6749 §5.2), and no secret.
func (c Code) With(description string) *Error {
	return &Error{Code: c, Description: description}
}

// Error is the only error that is sent to clients. It is made where a rule is applied, returned,
// and written to the response in one place (shared/web). Its cause is logged and never sent.
type Error struct {
	Code        Code // "" asks for credentials without an error code (RFC 6750 §3.1)
	Description string
	Check       *Check        // the check that refused; nil if the error is not from a check
	Challenge   string        // value of WWW-Authenticate; "" for none
	RetryAfter  time.Duration // value of Retry-After; 0 for none
	Header      http.Header   // further response headers, such as the challenge of a second scheme, or a DPoP nonce
	Suspicious  bool          // looks like an attack, so it is logged as a warning
	Mismatch    *Mismatch     // for the dev profile; never sent to clients in production

	status int
	cause  error
}

// Mismatch is a value of a request beside what was expected. The dev profile shows it on the error page
// and in error_description, so it must not hold a secret.
type Mismatch struct {
	Name     string   // of the value, such as redirect_uri; "" if there is only a note
	Sent     string   // "" if there was none
	Expected []string // at least one value, unless nothing is registered
	As       string   // what the expected values are called: "registered" or "expected"
	Note     string   // a sentence about this case; may be empty
}

// CheckID returns the id of the check that refused, or "" if the error is not from a check.
func (e *Error) CheckID() string {
	if e.Check == nil {
		return ""
	}
	return e.Check.ID
}

// Because sets the cause, which is logged and never sent.
func (e *Error) Because(cause error) *Error { e.cause = cause; return e }

// Comparing sets the value that was sent and the values that were expected. Only the dev profile shows
// them.
func (e *Error) Comparing(m Mismatch) *Error { e.Mismatch = &m; return e }

// WithStatus sets an HTTP status other than that of the code.
func (e *Error) WithStatus(status int) *Error { e.status = status; return e }

// WithChallenge sets the value of WWW-Authenticate (RFC 6749 §5.2, RFC 6750 §3).
func (e *Error) WithChallenge(value string) *Error { e.Challenge = value; return e }

// After sets Retry-After: how long the caller should wait (RFC 9110 §10.2.3).
func (e *Error) After(d time.Duration) *Error { e.RetryAfter = d; return e }

// Status returns the HTTP status of the response.
func (e *Error) Status() int {
	if e.status != 0 {
		return e.status
	}
	return e.Code.Status()
}

// Error returns code and description, as the client receives them. It leaves out the cause.
func (e *Error) Error() string {
	if e.Description == "" {
		return string(e.Code)
	}
	return string(e.Code) + ": " + e.Description
}

// Unwrap returns the cause, for errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.cause }
