package flowfile

import (
	"net/http"
	"strings"
	"time"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// unknown is the version of HTTP, which is not recorded.
const unknown = "unknown"

type entry struct {
	Page     string    `json:"pageref"`
	Started  time.Time `json:"startedDateTime"`
	Time     float64   `json:"time"` // milliseconds
	Request  request   `json:"request"`
	Response response  `json:"response"`
	Cache    struct{}  `json:"cache"`
	Timings  timings   `json:"timings"`
	OAuth    protocol  `json:"_oauth"`
}

type request struct {
	Method      string    `json:"method"`
	URL         string    `json:"url"`
	HTTPVersion string    `json:"httpVersion"`
	Cookies     []pair    `json:"cookies"`
	Headers     []pair    `json:"headers"`
	QueryString []pair    `json:"queryString"`
	PostData    *postData `json:"postData,omitempty"`
	HeadersSize int       `json:"headersSize"`
	BodySize    int       `json:"bodySize"`
}

type response struct {
	Status      int     `json:"status"`
	StatusText  string  `json:"statusText"`
	HTTPVersion string  `json:"httpVersion"`
	Cookies     []pair  `json:"cookies"`
	Headers     []pair  `json:"headers"`
	Content     content `json:"content"`
	RedirectURL string  `json:"redirectURL"`
	HeadersSize int     `json:"headersSize"`
	BodySize    int64   `json:"bodySize"`
}

type pair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type postData struct {
	MediaType string `json:"mimeType"`
	Params    []pair `json:"params"`
}

type content struct {
	Size      int64  `json:"size"`
	MediaType string `json:"mimeType"`
}

type timings struct {
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
}

// protocol is the member _oauth. Returned are the parameters of the response: in a redirect, or in
// a JSON body.
type protocol struct {
	Channel  trace.Channel   `json:"channel"`
	From     string          `json:"from"`
	To       string          `json:"to"`
	Lab      *trace.Lab      `json:"lab,omitempty"`
	Error    string          `json:"error,omitempty"`
	Checks   []trace.Checked `json:"checks"`
	Returned []pair          `json:"returned,omitempty"`
}

func newEntry(h *flow.Hop, page string) entry {
	took := float64(h.Took().Microseconds()) / 1000
	return entry{
		Page: page, Started: h.Began.UTC(), Time: took, Request: newRequest(h), Response: newResponse(h),
		Timings: timings{Wait: took},
		OAuth: protocol{
			Channel: h.Channel, From: h.From, To: h.To, Lab: h.Lab, Error: h.Error,
			Checks: append([]trace.Checked{}, h.Checks...), Returned: returned(h.Answer),
		},
	}
}

func newRequest(h *flow.Hop) request {
	r := request{
		Method: h.Method, URL: h.URL, HTTPVersion: unknown, HeadersSize: -1, BodySize: -1,
		Cookies: pairs(h.Params, trace.InCookie), Headers: headers(h.Headers), QueryString: pairs(h.Params, trace.InQuery),
	}
	if body := pairs(h.Params, trace.InBody); len(body) > 0 {
		r.PostData = &postData{MediaType: header(h.Headers, "Content-Type"), Params: body}
	}
	return r
}

func newResponse(h *flow.Hop) response {
	a := h.Answer
	if a == nil {
		a = &trace.Answer{Length: -1}
	}
	return response{
		Status: h.Status, StatusText: http.StatusText(h.Status), HTTPVersion: unknown, HeadersSize: -1, BodySize: a.Length,
		Cookies: pairs(a.Params, trace.InSetCookie), Headers: headers(a.Headers),
		Content: content{Size: max(a.Length, 0), MediaType: a.Type}, RedirectURL: header(a.Headers, "Location"),
	}
}

func returned(a *trace.Answer) []pair {
	if a == nil {
		return nil
	}
	return append(append(pairs(a.Params, trace.InLocation), pairs(a.Params, trace.InFragment)...), pairs(a.Params, trace.InBody)...)
}

// pairs returns the parameters that were in one place of the message.
func pairs(params []trace.Param, in string) []pair {
	list := []pair{}
	for _, p := range params {
		if p.In == in {
			list = append(list, pair{p.Name, value(p)})
		}
	}
	return list
}

// headers returns the headers. The recorder lists the parts of HTTP Basic after the header
// Authorization; here they are its value.
func headers(params []trace.Param) []pair {
	list := []pair{}
	for _, p := range params {
		switch {
		case p.Name == "client_id" && len(list) > 0:
			list[len(list)-1].Value += ", client_id " + value(p)
		case p.Name == "client_secret":
		case p.Attrs != "":
			list = append(list, pair{p.Name, p.Attrs + " " + value(p)})
		default:
			list = append(list, pair{p.Name, value(p)})
		}
	}
	return list
}

// header returns the value of the header with that name, or "".
func header(params []trace.Param, name string) string {
	for _, p := range params {
		if strings.EqualFold(p.Name, name) {
			return value(p)
		}
	}
	return ""
}
