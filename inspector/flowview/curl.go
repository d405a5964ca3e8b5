package flowview

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// Command is the curl command that sends a request again.
type Command struct {
	Text      string     // for a POSIX shell, on several lines; "" if the request cannot be sent again
	Variables []Variable // what the reader must set first, in the order of use
	Notes     []string   // what the reader must know before using it
}

// Variable is a shell variable for a value that the recording does not have.
type Variable struct {
	Name string
	From string    // where its value comes from
	At   *flow.Hop // the message that had it, or nil

	param trace.Param
}

// Curl returns the command for the request of h, which is a message of in. All recorded text is
// quoted, and values that are masked or shortened are variables.
func Curl(h *flow.Hop, in flow.Flow) Command {
	return (&builder{h: h, in: in, names: map[string]string{}}).command()
}

func (b *builder) command() Command {
	h := b.h
	u, err := url.Parse(h.URL)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return Command{Notes: []string{"The recording does not have the whole address of this request."}}
	case isShortened(h.URL) || hasControl(h.URL):
		return Command{Notes: []string{"The path has a part that the recording leaves out, so the request cannot be sent again."}}
	}
	b.method()
	b.headers()
	b.parameters()
	b.oneTime()
	return Command{Text: "curl -sS -i " + strings.Join(b.lines, " \\\n  "), Variables: b.variables, Notes: b.notes}
}

// builder collects the arguments, one for each line.
type builder struct {
	h         *flow.Hop
	in        flow.Flow
	lines     []string
	names     map[string]string // key: name of a parameter and its length and fingerprint; value: its variable
	variables []Variable
	notes     []string
	script    bool // the command is one of a script, in which equal values have one variable
}

// add adds an option and its word as one line.
func (b *builder) add(option string, pieces ...piece) {
	b.lines = append(b.lines, option+" "+word(pieces).String())
}

// method adds the address, and the method if curl would choose another one.
func (b *builder) method() {
	target := []piece{text(b.h.URL)}
	if !b.isRead() {
		target = append(target, b.query()...)
	}
	option := "--url"
	if strings.ContainsAny(b.h.URL, "[]{}") {
		option = "--globoff --url" // otherwise curl requests several addresses
	}
	b.add(option, target...)
	switch {
	case b.h.Method == http.MethodHead:
		b.lines = append(b.lines, "--head")
	case b.h.Method == http.MethodGet, b.h.Method == http.MethodPost && len(b.placed(trace.InBody)) > 0:
	default:
		b.add("-X", text(b.h.Method))
	}
}

// isRead reports whether the method has no body, so that curl can put the parameters into the query.
func (b *builder) isRead() bool {
	return b.h.Method == http.MethodGet || b.h.Method == http.MethodHead
}

func (b *builder) placed(place string) []trace.Param {
	var list []trace.Param
	for _, p := range b.h.Params {
		if p.In == place && p.Name != "" && !strings.HasPrefix(p.Name, "(") { // "(no name)", "(unknown name, …)"
			list = append(list, p)
		}
	}
	return list
}

// query returns the query of a request with a body, already encoded.
func (b *builder) query() []piece {
	var pieces []piece
	for i, p := range b.placed(trace.InQuery) {
		pieces = append(pieces, text([]string{"?", "&"}[min(i, 1)]+url.QueryEscape(p.Name)+"="))
		if v, isText := b.value(p); isText {
			pieces = append(pieces, text(url.QueryEscape(v.text)))
		} else {
			pieces = append(pieces, v)
		}
	}
	return pieces
}

// headers adds the headers that decide about the request: credentials, media types, protection
// against requests of other sites, and conditions.
func (b *builder) headers() {
	for _, p := range b.h.Headers {
		switch p.Name {
		case "Authorization":
			b.authorization(p)
		case "Dpop":
			b.add("-H", text("DPoP: "), b.variableOf(p, "DPOP_PROOF"))
		case "X-Csrf-Token":
			b.add("-H", text(p.Name+": "), b.variableOf(p, "CSRF_TOKEN"))
		case "Accept", "X-Requested-With", "If-Match":
			b.plainHeader(p)
		case "Origin", "Sec-Fetch-Site":
			if !b.isRead() {
				b.plainHeader(p)
			}
		}
	}
	if b.script {
		b.jar()
		return
	}
	for _, p := range b.placed(trace.InCookie) {
		if !hasControl(p.Name) && !strings.ContainsAny(p.Name, "=;") {
			b.add("-b", text(p.Name+"="), b.variableOf(p, cookieVariable(p.Name)))
		}
	}
}

// plainHeader adds a header with a value that is not secret, except the long list of media types of a
// browser.
func (b *builder) plainHeader(p trace.Param) {
	if !hasControl(p.Value) && !isShortened(p.Value) && !strings.Contains(p.Value, ",") {
		b.add("-H", text(p.Name+": "+p.Value))
	}
}

// authorization adds the credentials in the header. The parts of Basic are encoded like a form
// before they are joined (RFC 6749 §2.3.1).
func (b *builder) authorization(p trace.Param) {
	switch scheme := strings.ToLower(p.Attrs); scheme {
	case "bearer", "dpop":
		b.add("-H", text("Authorization: "+map[string]string{"bearer": "Bearer ", "dpop": "DPoP "}[scheme]), b.variableOf(p, "ACCESS_TOKEN"))
	case "session":
		b.add("-H", text("Authorization: Session "), b.variableOf(p, "SESSION"))
	case "basic":
		id, secret := b.header(clientID), b.header("client_secret")
		if id != nil && secret != nil && !isShortened(id.Value) {
			b.add("-u", text(url.QueryEscape(id.Value)+":"), b.variableOf(*secret, "CLIENT_SECRET"))
			return
		}
		b.add("-H", text("Authorization: Basic "), b.variableOf(p, "BASIC_CREDENTIALS"))
	default:
		b.add("-H", text("Authorization: "), b.variableOf(p, "AUTHORIZATION"))
	}
}

func (b *builder) header(name string) *trace.Param {
	i := slices.IndexFunc(b.h.Headers, func(p trace.Param) bool { return p.Name == name })
	if i < 0 {
		return nil
	}
	return &b.h.Headers[i]
}

// parameters adds query or body.
func (b *builder) parameters() {
	if b.isRead() {
		if list := b.placed(trace.InQuery); len(list) > 0 {
			b.lines = append(b.lines, "--get")
			b.form(list)
		}
		return
	}
	if contentType := b.header("Content-Type"); contentType != nil && strings.Contains(contentType.Value, "json") {
		b.json()
		return
	}
	b.form(b.placed(trace.InBody))
}

func (b *builder) form(list []trace.Param) {
	for _, p := range list {
		name := url.QueryEscape(p.Name) + "="
		switch v, isText := b.value(p); {
		case isText && hasControl(v.text): // encoded here, so that a terminal does not act on it
			b.add("--data", text(name+url.QueryEscape(v.text)))
		default:
			b.add("--data-urlencode", text(name), v)
		}
	}
}

// json adds the body of the API. The recording has only the names and texts of its members.
func (b *builder) json() {
	pieces := []piece{text("{")}
	for i, p := range b.placed(trace.InBody) {
		if i > 0 {
			pieces = append(pieces, text(","))
		}
		pieces = append(pieces, text(quoted(p.Name)+":"))
		if v, isText := b.value(p); isText {
			pieces = append(pieces, text(quoted(v.text)))
		} else {
			pieces = append(pieces, text(`"`), v, text(`"`))
		}
	}
	b.add("-H", text("Content-Type: application/json"))
	b.add("--data", append(pieces, text("}"))...)
	b.notes = append(b.notes, "The recording does not say which values of the body are numbers or lists: all are written as text.")
}

// quoted returns s as a JSON string. Other characters than printable ASCII are escaped.
func quoted(s string) string {
	out, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return strings.ReplaceAll(string(out), "\u007f", `\u007f`)
}

// value returns the value of p as text, or as a variable if the recording does not have all of it.
func (b *builder) value(p trace.Param) (v piece, isText bool) {
	switch {
	case p.Masked && p.Len == 0:
		return text(""), true
	case p.Masked || isShortened(p.Value):
		return b.variableOf(p, variableName(p)), false
	}
	return text(p.Value), true
}

// isShortened reports whether the recorder left a part of the value out.
func isShortened(value string) bool { return strings.Contains(value, "…") }

// oneTime adds what to know about values that work once.
func (b *builder) oneTime() {
	for _, p := range slices.Concat(b.h.Headers, b.h.Params) {
		switch {
		case p.Name == "code" && p.In == trace.InBody:
			b.notes = append(b.notes, "A code works once, and the recorded one was sent already: sent again, it revokes the tokens that were issued for it (RFC 6749 §4.1.2).")
		case p.Name == "refresh_token" && p.In == trace.InBody:
			b.notes = append(b.notes, "A refresh token works once: sent again, it revokes its grant (RFC 9700 §4.14.2).")
		case p.Name == "Dpop":
			b.notes = append(b.notes, "A DPoP proof works once, and for a few seconds only (RFC 9449 §11.1).")
		case p.Name == "client_assertion":
			b.notes = append(b.notes, "A client assertion works once (RFC 7523 §3).")
		}
	}
}
