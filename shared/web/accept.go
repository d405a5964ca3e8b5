package web

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
)

// PrefersHTML reports whether the response to r should be a page, judged by the Accept header.
func PrefersHTML(r *http.Request) bool { return prefersHTML(r.Header.Values(echo.HeaderAccept)) }

// prefersHTML reports whether the Accept lines name text/html with at least the weight of
// application/json (RFC 9110 §12.5.1). A wildcard does not count, because programs send it.
func prefersHTML(accept []string) bool {
	html, json := 0.0, 0.0
	for _, line := range accept {
		for entry := range strings.SplitSeq(line, ",") {
			media, parameters, _ := strings.Cut(entry, ";")
			switch strings.ToLower(strings.TrimSpace(media)) {
			case "text/html":
				html = quality(parameters)
			case "application/json":
				json = quality(parameters)
			}
		}
	}
	return html > 0 && html >= json
}

func quality(parameters string) float64 {
	for p := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(p), "=")
		if strings.EqualFold(name, "q") {
			q, err := strconv.ParseFloat(value, 64)
			if err != nil || q < 0 || q > 1 {
				return 0
			}
			return q
		}
	}
	return 1
}
