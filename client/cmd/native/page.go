package main

import (
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"net/http"
)

// style is the only one that the page may have: the policy names its hash.
const style = `body{font:1.125rem/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem}`

var page = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>Quartet native</title><style>` + style + `</style></head>
<body><main><h1>Quartet native</h1><p>{{.}}</p></main></body></html>
`))

// show answers with a page that loads nothing, and tells nobody the address that
// it was at, which has the code in it (RFC 9700 §4.2.4).
func show(w http.ResponseWriter, status int, text string) {
	hash := sha256.Sum256([]byte(style))
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'sha256-"+base64.StdEncoding.EncodeToString(hash[:])+"'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_ = page.Execute(w, text)
}
