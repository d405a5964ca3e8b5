package trace

import "time"

// Version is the v of every event. Readers ignore members they do not know.
const Version = 1

// Kind says what an event is about.
type Kind string

// The kinds of events.
const (
	Request  Kind = "request"  // a message left or arrived
	Response Kind = "response" // it was answered; holds the request too
	Failure  Kind = "error"    // it never arrived, or nothing came back
	Note     Kind = "note"     // about the recording itself, such as lost events
)

// Side says who saw the message.
type Side string

// The sides of a message.
const (
	Sender   Side = "client" // in the sense of HTTP, not of OAuth
	Receiver Side = "server"
)

// Channel is how a message travels (RFC 6749 §2.1 and §3 speak of the
// user-agent and of direct requests).
type Channel string

// The channels.
const (
	Front Channel = "front" // through the browser
	Back  Channel = "back"  // server to server
)

// Event is one thing that happened, masked.
type Event struct {
	V        int       `json:"v"`
	ID       string    `json:"id,omitempty"` // of the stream; set by the reader
	Time     time.Time `json:"ts"`
	Flow     string    `json:"flow,omitempty"`
	Trace    string    `json:"trace,omitempty"`
	Span     string    `json:"span,omitempty"`
	Parent   string    `json:"parent,omitempty"`
	Service  string    `json:"svc"`
	Side     Side      `json:"side,omitempty"`
	Kind     Kind      `json:"kind"`
	From     string    `json:"from,omitempty"` // a role: browser client authserver resourceserver inspector service
	To       string    `json:"to,omitempty"`
	Channel  Channel   `json:"channel,omitempty"`
	Method   string    `json:"method,omitempty"`
	URL      string    `json:"url,omitempty"` // without query and fragment
	Headers  []Param   `json:"headers,omitempty"`
	Params   []Param   `json:"params,omitempty"` // query, cookies, body
	Status   int       `json:"status,omitempty"`
	Duration int64     `json:"dur_us,omitempty"`
	Answer   *Answer   `json:"answer,omitempty"`
	Checks   []Checked `json:"checks,omitempty"`
	Error    string    `json:"error,omitempty"` // the error code of the answer, or why there was none
	Lost     uint64    `json:"lost,omitempty"`  // events dropped since the last note
}

// Answer is what came back.
type Answer struct {
	Type    string  `json:"type,omitempty"`  // media type
	Title   string  `json:"title,omitempty"` // of an HTML page
	Length  int64   `json:"len"`
	Headers []Param `json:"headers,omitempty"`
	Params  []Param `json:"params,omitempty"` // of the Location, of cookies set, of the body
}

// Where a parameter was found.
const (
	InQuery     = "query"
	InBody      = "body"
	InHeader    = "header"
	InCookie    = "cookie"
	InSetCookie = "set-cookie"
	InLocation  = "location" // the query of a redirect: it goes through the browser
	InFragment  = "fragment" // the fragment of a redirect
	InJOSE      = "jose"     // the header of a JWT
	InClaim     = "claim"
)

// Param is one named value of a message: shown, or masked with its length and,
// unless it is a secret, a fingerprint that is equal where the value is equal.
type Param struct {
	Name   string `json:"name"`
	In     string `json:"in"`
	Class  Class  `json:"class"`
	Value  string `json:"value,omitempty"`
	Print  string `json:"fp,omitempty"`
	S256   string `json:"s256,omitempty"` // fingerprint of the code challenge that a verifier makes (RFC 7636 §4.2)
	Len    int    `json:"len,omitempty"`
	Masked bool   `json:"masked,omitempty"`
	Attrs  string `json:"attrs,omitempty"` // of Set-Cookie
	JWT    *JWT   `json:"jwt,omitempty"`
}

// Chip is the part of a fingerprint that people compare.
func (p Param) Chip() string { return p.Print[:min(4, len(p.Print))] }

// JWT is a token without its signature (RFC 7519 §3).
type JWT struct {
	Header []Param `json:"header"`
	Claims []Param `json:"claims"`
}

// Checked is the result of a named check.
type Checked struct {
	ID      string `json:"id"`
	OK      bool   `json:"ok"`
	Why     string `json:"why,omitempty"`
	Spec    string `json:"spec,omitempty"`
	Meaning string `json:"meaning,omitempty"`
	Stops   string `json:"stops,omitempty"`
}
