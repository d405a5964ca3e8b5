package trace

import (
	"time"

	"quartet.example/shared/jose"
)

// Version is the member v of every event. Readers ignore unknown members.
const Version = 1

// Kind is the kind of an event.
type Kind string

// The kinds of events.
const (
	Request  Kind = "request"  // a message was sent or received
	Response Kind = "response" // it was answered; includes the request
	Failure  Kind = "error"    // it never arrived, or there was no response
	Note     Kind = "note"     // about the recording itself, such as lost events
	Held     Kind = "held"     // step mode holds the message
	Released Kind = "released" // it is held no longer; Why says why
)

// Side is the side of a message that recorded it.
type Side string

// The sides of a message.
const (
	Sender   Side = "client" // the HTTP client, not the OAuth client
	Receiver Side = "server"
)

// Channel is how a message is sent. RFC 6749 §2.1 and §3 call it by way of the user-agent, or by a
// direct request.
type Channel string

// The channels.
const (
	Front Channel = "front" // through the browser
	Back  Channel = "back"  // server to server
)

// Event is one recorded message or failure, with secrets masked.
type Event struct {
	V        int       `json:"v"`
	ID       string    `json:"id,omitempty"` // in the stream; set by the reader
	Time     time.Time `json:"ts"`
	Flow     string    `json:"flow,omitempty"`
	Trace    string    `json:"trace,omitempty"`
	Span     string    `json:"span,omitempty"`
	Parent   string    `json:"parent,omitempty"`
	Service  string    `json:"svc"`
	Side     Side      `json:"side,omitempty"`
	Kind     Kind      `json:"kind"`
	Lab      *Lab      `json:"lab,omitempty"`  // the run of a lab that recorded it, or nil
	From     string    `json:"from,omitempty"` // a role, such as browser, or a party of a lab, such as attacker
	To       string    `json:"to,omitempty"`
	Channel  Channel   `json:"channel,omitempty"`
	Method   string    `json:"method,omitempty"`
	URL      string    `json:"url,omitempty"` // without query and fragment
	Headers  []Param   `json:"headers,omitempty"`
	Params   []Param   `json:"params,omitempty"` // from query, cookies and body
	Status   int       `json:"status,omitempty"`
	Duration int64     `json:"dur_us,omitempty"`
	Answer   *Answer   `json:"answer,omitempty"`
	Checks   []Checked `json:"checks,omitempty"`
	Tokens   []Judged  `json:"tokens,omitempty"` // tokens that the service verified or signed meanwhile
	Error    string    `json:"error,omitempty"`  // error code of the response, or why there was none
	Why      string    `json:"why,omitempty"`    // why a message was released: a step.Reason
	Lost     uint64    `json:"lost,omitempty"`   // events dropped since the last note
}

// Answer is the response to a request.
type Answer struct {
	Type    string  `json:"type,omitempty"`  // media type
	Title   string  `json:"title,omitempty"` // of an HTML page
	Length  int64   `json:"len"`
	Headers []Param `json:"headers,omitempty"`
	Params  []Param `json:"params,omitempty"` // from Location, the cookies that were set, and the body
}

// The places where a parameter can be.
const (
	InQuery     = "query"
	InBody      = "body"
	InHeader    = "header"
	InCookie    = "cookie"
	InSetCookie = "set-cookie"
	InLocation  = "location" // the query of a redirect, which passes through the browser
	InFragment  = "fragment" // the fragment of a redirect
	InJOSE      = "jose"     // the header of a JWT
	InClaim     = "claim"
)

// Param is one value of a message: either shown, or masked with its length. A masked random value
// also has a fingerprint, which is equal for equal values.
type Param struct {
	Name    string    `json:"name"`
	In      string    `json:"in"`
	Class   Class     `json:"class"`
	Value   string    `json:"value,omitempty"`
	Print   string    `json:"fp,omitempty"`
	S256    string    `json:"s256,omitempty"` // fingerprint of the code challenge for this verifier (RFC 7636 §4.2)
	Len     int       `json:"len,omitempty"`
	Derived []Derived `json:"derived,omitempty"` // what else the protocol derives from it
	Masked  bool      `json:"masked,omitempty"`
	Attrs   string    `json:"attrs,omitempty"` // attributes of Set-Cookie, or the scheme of Authorization
	JWT     *JWT      `json:"jwt,omitempty"`
}

// Chip returns the first four characters of the fingerprint, which the pages show.
func (p Param) Chip() string { return p.Print[:min(4, len(p.Print))] }

// JWT is a token without its signature (RFC 7519 §3).
type JWT struct {
	Header    []Param         `json:"header"`
	Claims    []Param         `json:"claims"`
	Signature *jose.Signature `json:"signature,omitempty"` // nil: the service did not verify it during this message
}

// Judged is the outcome for one token that the service verified or signed. The token may be in
// another message: the client verifies the ID token of the token response while it answers the
// browser.
type Judged struct {
	Print string `json:"fp"` // the Print of its Param
	jose.Signature
}

// Checked is the result of one named check.
type Checked struct {
	ID      string `json:"id"`
	OK      bool   `json:"ok"`
	Why     string `json:"why,omitempty"`
	Spec    string `json:"spec,omitempty"`
	Meaning string `json:"meaning,omitempty"`
	Stops   string `json:"stops,omitempty"`

	Decisive string `json:"decisive,omitempty"` // the attacks that this check stops by itself, or ""
}
