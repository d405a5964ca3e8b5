package matrix

import (
	_ "embed"
	"html/template"
	"io"
	"strings"

	"quartet.example/shared/glossary"
)

//go:embed matrix.html
var source string

var page = template.Must(template.New("matrix").Funcs(template.FuncMap{
	"defence": func(target string) string { return strings.TrimPrefix(target, "naive+") },
	"meaning": func(id string) string { c, _ := glossary.CheckOf(id); return c.Meaning },
	"spec":    func(id string) string { c, _ := glossary.CheckOf(id); return c.Spec },
}).Parse(source))

// WriteHTML writes the table as a page that needs no network.
func (m *Matrix) WriteHTML(w io.Writer) error { return page.Execute(w, m) }
