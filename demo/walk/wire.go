package walk

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/shared/trace"
)

// Wire returns a message as it is on the wire, one header per line. Secrets are masked unless reveal is true;
// passwords always are. A message that another program sent is always masked, because only its recording is
// known.
func Wire(h *flow.Hop, raw Raw, reveal bool) string {
	if reveal && raw.Method != "" {
		return revealed(raw)
	}
	var b strings.Builder
	b.WriteString("> " + h.Method + " " + h.URL + masks(h.Params, trace.InQuery, "?") + "\n")
	headers(&b, "> ", h.Headers)
	cookies(&b, h.Params)
	body(&b, "> ", masks(h.Params, trace.InBody, ""))
	_, _ = fmt.Fprintf(&b, "< %d %s\n", h.Status, http.StatusText(h.Status))
	if h.Answer != nil {
		headers(&b, "< ", h.Answer.Headers)
		setCookies(&b, h.Answer.Params)
		body(&b, "< ", answerBody(h, raw))
	}
	return b.String()
}

// answerBody returns the masked body of the response.
func answerBody(h *flow.Hop, raw Raw) string {
	if text := (Result{Last: h, Raw: raw}).JSON(false); text != nil {
		return strings.TrimSuffix(string(text), "\n")
	}
	if h.Answer.Title != "" {
		return fmt.Sprintf("(a page of %d octets: %s)", h.Answer.Length, h.Answer.Title)
	}
	return ""
}

func headers(b *strings.Builder, prefix string, params []trace.Param) {
	for _, p := range params {
		if p.Name != "client_id" && p.Name != "client_secret" { // the parts of Authorization: Basic
			b.WriteString(prefix + p.Name + ": " + strings.TrimSpace(p.Attrs+" "+valueOf(p)) + "\n")
		}
	}
}

func cookies(b *strings.Builder, params []trace.Param) {
	var list []string
	for _, p := range params {
		if p.In == trace.InCookie {
			list = append(list, p.Name+"="+valueOf(p))
		}
	}
	if len(list) > 0 {
		b.WriteString("> Cookie: " + strings.Join(list, "; ") + "\n")
	}
}

func setCookies(b *strings.Builder, params []trace.Param) {
	for _, p := range params {
		if p.In == trace.InSetCookie {
			b.WriteString("< Set-Cookie: " + p.Name + "=" + valueOf(p) + "; " + p.Attrs + "\n")
		}
	}
}

func body(b *strings.Builder, prefix, text string) {
	if text != "" {
		b.WriteString(strings.TrimRight(prefix, " ") + "\n" + prefix + text + "\n")
	}
}

// masks returns the parameters of a query or a form. A value that is not masked is encoded.
func masks(params []trace.Param, in, before string) string {
	var list []string
	for _, p := range params {
		if p.In != in {
			continue
		}
		value := valueOf(p)
		if !p.Masked {
			value = url.QueryEscape(value)
		}
		list = append(list, url.QueryEscape(p.Name)+"="+value)
	}
	if len(list) == 0 {
		return ""
	}
	return before + strings.Join(list, "&")
}

func valueOf(p trace.Param) string {
	if p.Masked {
		return mask(p)
	}
	return flowview.Printable(p.Value)
}

// revealed returns a message without masks, passwords aside.
func revealed(raw Raw) string {
	var b strings.Builder
	b.WriteString("> " + raw.Method + " " + raw.URL + "\n")
	plainHeaders(&b, "> ", raw.Header)
	body(&b, "> ", withoutPassword(string(raw.Body)))
	b.WriteString("< " + raw.Status + "\n")
	plainHeaders(&b, "< ", raw.Answer)
	if !strings.Contains(raw.Answer.Get("Content-Type"), "html") {
		body(&b, "< ", flowview.Printable(strings.TrimSpace(string(raw.AnswerBody))))
	}
	return b.String()
}

func plainHeaders(b *strings.Builder, prefix string, h http.Header) {
	names := make([]string, 0, len(h))
	for name := range h {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range h[name] {
			b.WriteString(prefix + name + ": " + flowview.Printable(value) + "\n")
		}
	}
}

// withoutPassword returns a form with its password masked.
func withoutPassword(form string) string {
	pairs := strings.Split(form, "&")
	for i, pair := range pairs {
		if name, _, found := strings.Cut(pair, "="); found && name == "password" {
			pairs[i] = name + "=••••"
		}
	}
	return flowview.Printable(strings.Join(pairs, "&"))
}
