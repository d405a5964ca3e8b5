package seed

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxSize is the maximum size of a seed file, in bytes.
const maxSize = 1 << 20

// document is the top level of a seed file. Fields whose names begin with x- are ignored. They can
// contain YAML anchors to which other fields refer.
type document struct {
	Users     []userEntry     `yaml:"users"`
	Clients   []clientEntry   `yaml:"clients"`
	Resources []resourceEntry `yaml:"resources"`
	Scopes    yaml.Node       `yaml:"scopes"` // scopes about a user; see scopeEntry

	Others map[string]yaml.Node `yaml:",inline"`
}

// text is a scalar with its line. Its value is the text as written, so that the sub 007 is not read
// as the number 7.
type text struct {
	value string
	line  int
}

// UnmarshalYAML implements yaml.Unmarshaler.
func (t *text) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.ScalarNode {
		return &yaml.TypeError{Errors: []string{fmt.Sprintf("line %d: want a single value here", n.Line)}}
	}
	t.value, t.line = n.Value, n.Line
	return nil
}

// at returns the line of the value, or the line of its entry if the value is missing.
func (t text) at(entry int) int {
	if t.line == 0 {
		return entry
	}
	return t.line
}

// decode parses the document, and finds the line of each entry.
func (r *reader) decode(raw []byte) document {
	var doc document
	if len(raw) > maxSize {
		r.add(1, "", "the file is over %d bytes", maxSize)
		return doc
	}
	decoder := yaml.NewDecoder(bytes.NewReader(raw))
	decoder.KnownFields(true)
	if err := decoder.Decode(&doc); err != nil {
		r.complain(err)
	} else if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		r.add(1, "", "the file holds more than one YAML document")
	}
	for name, value := range doc.Others {
		r.refuse(!strings.HasPrefix(name, "x-"), value.Line, name, "unknown field; the name of a field of your own must begin with x-")
	}
	var root yaml.Node
	if yaml.Unmarshal(raw, &root) == nil {
		doc.number(&root)
	}
	return doc
}

// number stores the line of each entry.
func (d *document) number(root *yaml.Node) {
	for i := range d.Users {
		d.Users[i].line = lineOf(root, "users", i)
	}
	for i := range d.Clients {
		d.Clients[i].line = lineOf(root, "clients", i)
	}
	for i := range d.Resources {
		d.Resources[i].line = lineOf(root, "resources", i)
	}
}

// lineOf returns the line of entry i in the list under key.
func lineOf(root *yaml.Node, key string, i int) int {
	if len(root.Content) == 0 {
		return 1
	}
	top := root.Content[0].Content
	for k := 0; k+1 < len(top); k += 2 {
		if top[k].Value == key && i < len(top[k+1].Content) {
			return top[k+1].Content[i].Line
		}
	}
	return 1
}

var (
	yamlLine     = regexp.MustCompile(`^(?:yaml: )?line (\d+): (.*)$`)
	unknownField = regexp.MustCompile(`^field (.*) not found in type `)
	wrongShape   = regexp.MustCompile(`(?s)^cannot unmarshal (!!\w+) .*into (\S+)$`)
)

// complain adds an error of the YAML library, with a text for people.
func (r *reader) complain(err error) {
	var shape *yaml.TypeError
	switch {
	case errors.Is(err, io.EOF):
		r.add(1, "", "the file is empty")
	case errors.As(err, &shape):
		for _, one := range shape.Errors {
			r.complainOf(one)
		}
	default:
		r.complainOf(err.Error())
	}
}

func (r *reader) complainOf(said string) {
	line := 1
	if m := yamlLine.FindStringSubmatch(said); m != nil {
		line, _ = strconv.Atoi(m[1])
		said = m[2]
	}
	if m := unknownField.FindStringSubmatch(said); m != nil {
		r.unknown(line, m[1])
		return
	}
	said = strings.TrimPrefix(said, "yaml: ")
	if strings.HasPrefix(said, "unknown anchor") { // the library's text quotes the value, which may be a secret that begins with an asterisk
		said = "unknown anchor; put a value that begins with * in quotes"
	}
	if m := wrongShape.FindStringSubmatch(said); m != nil { // the value is not shown, because it may be a secret
		said = "want " + shapeOf(m[2]) + " here"
	}
	r.add(line, "", "%s", said)
}

// fieldName matches the names of fields in a seed file.
var fieldName = regexp.MustCompile(`^[a-z][a-z_]{0,39}$`)

// unknown reports an unknown field. It shows the name only if it has the form of a field name: in
// "client_secret:hunter2" without a space, the name contains a secret.
func (r *reader) unknown(line int, name string) {
	if fieldName.MatchString(name) {
		r.add(line, name, "unknown field")
		return
	}
	r.add(line, "", "unknown field; a colon needs a space after it")
}

// shapeOf returns the YAML term for a Go type.
func shapeOf(goType string) string {
	switch {
	case strings.HasPrefix(goType, "[]"):
		return "a list"
	case goType == "bool":
		return "true or false"
	}
	return "a mapping"
}
