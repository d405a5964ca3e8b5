package loopback

import (
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"net/http"
)

// style is the page's only style. The Content-Security-Policy allows it by its hash.
const style = `body{font:1.125rem/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem}`

var page = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>Quartet {{.Program}}</title><style>` + style + `</style></head>
<body><main><h1>Quartet {{.Program}}</h1><p>{{.Text}}</p></main></body></html>
`))

// show writes a page that loads nothing. Its address contains the authorization code, so the
// browser must neither store the page nor send the address to others (RFC 9700 §4.2.4).
func (r *Redirect) show(w http.ResponseWriter, status int, text string) {
	hash := sha256.Sum256([]byte(style))
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'sha256-"+base64.StdEncoding.EncodeToString(hash[:])+"'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_ = page.Execute(w, struct{ Program, Text string }{r.want.Program, text})
}
