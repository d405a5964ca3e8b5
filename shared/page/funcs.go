package page

import (
	"bytes"
	"fmt"
	"html/template"
	"reflect"
	"time"
)

// components renders the components, which are templates in templates/components.html
// and templates/diagram.html.
type components struct{ tmpl *template.Template }

func newComponents() (*components, error) {
	c := &components{}
	var err error
	c.tmpl, err = template.New("components").Funcs(c.funcs()).ParseFS(files, "templates/components.html", "templates/diagram.html")
	return c, err
}

func (c *components) funcs() template.FuncMap {
	return template.FuncMap{
		"mark":      Mark,
		"role":      c.role,
		"rolename":  RoleName,
		"button":    drawing[Button](c, "button"),
		"field":     drawing[Field](c, "field"),
		"notice":    drawing[Notice](c, "notice"),
		"table":     drawing[Table](c, "table"),
		"behind":    drawing[Behind](c, "behind"),
		"diagram":   drawing[Diagram](c, "diagram"),
		"asset":     Asset,
		"facts":     c.facts,
		"scopes":    func(s []Scope) (template.HTML, error) { return c.draw("scopes", s) },
		"channel":   func(key string) (template.HTML, error) { return c.draw("channel", key) },
		"chip":      func(fp string) (template.HTML, error) { return c.draw("chip", fp) },
		"copy":      func(text string) (template.HTML, error) { return c.draw("copy", text) },
		"countdown": func(left time.Duration) (template.HTML, error) { return c.draw("countdown", left) },
		"badge": func(kind, text string) (template.HTML, error) {
			return c.draw("badge", Notice{Kind: kind, Text: text})
		},
		"clock":   clock,
		"seconds": func(d time.Duration) int { return max(int(d/time.Second), 0) },
	}
}

func (c *components) draw(name string, data any) (template.HTML, error) {
	var b bytes.Buffer
	if err := c.tmpl.ExecuteTemplate(&b, name, data); err != nil {
		return "", err
	}
	return template.HTML(b.String()), nil //nolint:gosec // html/template has escaped it
}

func (c *components) role(key string, name ...string) (template.HTML, error) {
	written := RoleName(key)
	if len(name) > 0 {
		written = name[0]
	}
	return c.draw("role", map[string]string{"Key": key, "Name": written})
}

func (c *components) facts(args ...any) (template.HTML, error) {
	if len(args) == 1 {
		if list, ok := args[0].([]Fact); ok {
			return c.draw("facts", list)
		}
	}
	if len(args)%2 != 0 {
		return "", fmt.Errorf("facts: want []Fact, or names and values in turn, got %d arguments", len(args))
	}
	list := make([]Fact, 0, len(args)/2)
	for i := 0; i < len(args); i += 2 {
		list = append(list, Fact{Name: fmt.Sprint(args[i]), Value: fmt.Sprint(args[i+1])})
	}
	return c.draw("facts", list)
}

// drawing returns the template function of a component whose value is a T.
func drawing[T any](c *components, name string) func(args ...any) (template.HTML, error) {
	return func(args ...any) (template.HTML, error) {
		v, err := fill[T](args)
		if err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
		return c.draw(name, v)
	}
}

// fill returns a T from a single argument of type T, or from field names and values in turn.
func fill[T any](args []any) (T, error) {
	var v T
	if len(args) == 1 {
		if got, ok := args[0].(T); ok {
			return got, nil
		}
	}
	if len(args)%2 != 0 {
		return v, fmt.Errorf("want a %T, or names and values in turn, got %d arguments", v, len(args))
	}
	s := reflect.ValueOf(&v).Elem()
	for i := 0; i < len(args); i += 2 {
		if err := set(s, args[i], args[i+1]); err != nil {
			return v, err
		}
	}
	return v, nil
}

func set(s reflect.Value, name, value any) error {
	key, _ := name.(string)
	f := s.FieldByName(key)
	if !f.IsValid() {
		return fmt.Errorf("%s has no field %v", s.Type(), name)
	}
	v := reflect.ValueOf(value)
	if !v.IsValid() { // nil leaves the zero value
		return nil
	}
	if !v.Type().ConvertibleTo(f.Type()) || v.Kind() != f.Kind() {
		return fmt.Errorf("%s.%s wants %s, got %s", s.Type(), key, f.Type(), v.Type())
	}
	f.Set(v.Convert(f.Type()))
	return nil
}
