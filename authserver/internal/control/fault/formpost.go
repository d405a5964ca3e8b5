package fault

import (
	"html"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// hidden is a hidden field in the page of response_mode=form_post (OAuth 2.0 Form Post Response Mode §2),
// as authserver/internal/ui/templates/form-post.html has it.
var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">\n?`)

// parametersOf returns the parameters of an authorization response in a page, or nil if the page has
// none.
func parametersOf(page []byte) url.Values {
	params := url.Values{}
	for _, field := range hidden.FindAllSubmatch(page, -1) {
		params.Add(html.UnescapeString(string(field[1])), html.UnescapeString(string(field[2])))
	}
	if !isResponse(params) {
		return nil
	}
	return params
}

// withParameters returns the page with other parameters.
func withParameters(page []byte, params url.Values) []byte {
	at := hidden.FindIndex(page)
	if at == nil {
		return page
	}
	var fields strings.Builder
	for _, name := range slices.Sorted(maps.Keys(params)) {
		for _, value := range params[name] {
			fields.WriteString(`<input type="hidden" name="` + html.EscapeString(name) + `" value="` + html.EscapeString(value) + "\">\n")
		}
	}
	return slices.Concat(page[:at[0]], []byte(fields.String()), hidden.ReplaceAll(page[at[0]:], nil))
}
