package page

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"maps"
	"path"
	"strings"
	parsetree "text/template/parse"

	"github.com/labstack/echo/v4"
)

// Set holds the pages of one service, each parsed with the layout.
type Set struct {
	// Compress makes HTML compress the pages. It must stay false for a service whose pages contain
	// secrets, such as a token against CSRF: see Compressed.
	Compress bool

	// ShowControls makes control characters visible, and those that reverse the text around them: U+001B
	// is shown as a symbol, U+202E as [U+202E]. It is for pages that show text of strangers.
	ShowControls bool

	pages map[string]sheet
}

// sheet is one parsed page, and which optional parts it defines.
type sheet struct {
	tmpl        *template.Template
	lead, aside bool
}

// New parses the files that match the patterns (see fs.Glob). The name of a page is the name of
// its file without extension. Files whose name starts with "_" are partials. It returns an error
// for every mistake that html/template can find without data.
func New(fsys fs.FS, patterns ...string) (*Set, error) { return NewWith(nil, fsys, patterns...) }

// NewWith is like New, with additional functions for the templates.
func NewWith(funcs template.FuncMap, fsys fs.FS, patterns ...string) (*Set, error) {
	base, err := layout(funcs)
	if err != nil {
		return nil, err
	}
	pages, partials, err := glob(fsys, patterns)
	if err != nil {
		return nil, err
	}
	if len(partials) > 0 {
		if _, err := base.ParseFS(fsys, partials...); err != nil {
			return nil, fmt.Errorf("page: %w", err)
		}
	}
	s := &Set{pages: map[string]sheet{}}
	for _, file := range pages {
		name := strings.TrimSuffix(path.Base(file), path.Ext(file))
		if s.pages[name], err = parse(base, fsys, file); err != nil {
			return nil, fmt.Errorf("page %s: %w", name, err)
		}
	}
	return s, nil
}

func layout(funcs template.FuncMap) (*template.Template, error) {
	c, err := newComponents()
	if err != nil {
		return nil, err
	}
	all := c.funcs()
	all["stylesheet"], all["script"], all["icon"] = Stylesheet, Script, Icon
	maps.Copy(all, funcs)
	return template.New("layout.html").Funcs(all).ParseFS(files, "templates/layout.html")
}

func glob(fsys fs.FS, patterns []string) (pages, partials []string, err error) {
	for _, pattern := range patterns {
		matches, err := fs.Glob(fsys, pattern)
		if err != nil {
			return nil, nil, fmt.Errorf("page: pattern %q: %w", pattern, err)
		}
		for _, file := range matches {
			if strings.HasPrefix(path.Base(file), "_") {
				partials = append(partials, file)
			} else {
				pages = append(pages, file)
			}
		}
	}
	if len(pages) == 0 {
		return nil, nil, fmt.Errorf("page: no file matches %q", patterns)
	}
	return pages, partials, nil
}

func parse(base *template.Template, fsys fs.FS, file string) (sheet, error) {
	t, err := base.Clone()
	if err != nil {
		return sheet{}, err
	}
	if t, err = t.ParseFS(fsys, file); err != nil {
		return sheet{}, err
	}
	for _, needed := range []string{"title", "main"} {
		if !defines(t, needed) {
			return sheet{}, fmt.Errorf("does not define %q", needed)
		}
	}
	// html/template checks the contexts of a template when it is first executed, so execute it once
	// now. Errors because there is no data are ignored.
	var unsafe *template.Error
	if err := t.ExecuteTemplate(io.Discard, "layout.html", view{}); errors.As(err, &unsafe) {
		return sheet{}, err
	}
	return sheet{tmpl: t, lead: defines(t, "lead"), aside: defines(t, "aside")}, nil
}

// defines reports whether the page defines the named part. The layout has an empty default for
// each.
func defines(t *template.Template, name string) bool {
	d := t.Lookup(name)
	return d != nil && d.Tree != nil && !parsetree.IsEmptyTree(d.Tree.Root)
}

// view is the data of the layout.
type view struct {
	Chrome
	Data              any
	HasLead, HasAside bool
}

// Render writes the page with that name to w. If it fails, it writes nothing.
func (s *Set) Render(w io.Writer, name string, chrome Chrome, data any) error {
	body, err := s.bytes(name, chrome, data)
	if err != nil {
		return err
	}
	_, err = w.Write(body)
	return err
}

// HTML responds with the page. A page is for one reader at one time, so no cache may store it (RFC
// 9111 §5.2.2.5).
func (s *Set) HTML(c echo.Context, status int, name string, chrome Chrome, data any) error {
	body, err := s.bytes(name, chrome, data)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	if s.Compress {
		return Compressed(c, status, echo.MIMETextHTMLCharsetUTF8, body)
	}
	return c.HTMLBlob(status, body)
}

func (s *Set) bytes(name string, chrome Chrome, data any) ([]byte, error) {
	p, ok := s.pages[name]
	if !ok {
		return nil, fmt.Errorf("page %s: no such page", name)
	}
	var b bytes.Buffer
	v := view{Chrome: chrome, Data: data, HasLead: p.lead, HasAside: p.aside}
	if err := p.tmpl.ExecuteTemplate(&b, "layout.html", v); err != nil {
		return nil, fmt.Errorf("page %s: %w", name, err)
	}
	if s.ShowControls {
		return ShowControls(b.Bytes()), nil
	}
	return b.Bytes(), nil
}
