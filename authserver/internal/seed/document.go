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

// maxSize bounds a seed file, in bytes.
const maxSize = 1 << 20

// document is the shape of a seed file. A field whose name begins with x- means
// nothing here: it holds what the others refer to by anchors.
type document struct {
	Users     []userEntry     `yaml:"users"`
	Clients   []clientEntry   `yaml:"clients"`
	Resources []resourceEntry `yaml:"resources"`

	Others map[string]yaml.Node `yaml:",inline"`
}

// text is a scalar that remembers its line. It is taken as written: the sub
// 007 stays 007.
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

// at gives the line of the value, or that of its entry if it is missing.
func (t text) at(entry int) int {
	if t.line == 0 {
		return entry
	}
	return t.line
}

// decode reads the document and the lines at which its entries start.
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
		r.refuse(!strings.HasPrefix(name, "x-"), value.Line, name, "unknown field; a name of your own begins with x-")
	}
	var root yaml.Node
	if yaml.Unmarshal(raw, &root) == nil {
		doc.number(&root)
	}
	return doc
}

// number notes the line of each entry.
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

// lineOf finds the line of entry i of the list that stands under key.
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

// complain translates what the YAML library says.
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
	if strings.HasPrefix(said, "unknown anchor") { // it names the value: a secret that begins with a star
		said = "unknown anchor; put a value that begins with * in quotes"
	}
	if m := wrongShape.FindStringSubmatch(said); m != nil { // the value stays out: it may be a secret
		said = "want " + shapeOf(m[2]) + " here"
	}
	r.add(line, "", "%s", said)
}

// fieldName is the form of a field of a seed file.
var fieldName = regexp.MustCompile(`^[a-z][a-z_]{0,39}$`)

// unknown tells of a field that there is not. What has not the form of a name is
// left out: "client_secret:hunter2" without a space is one field.
func (r *reader) unknown(line int, name string) {
	if fieldName.MatchString(name) {
		r.add(line, name, "unknown field")
		return
	}
	r.add(line, "", "unknown field; a colon needs a space behind it")
}

// shapeOf names a Go type in words of YAML.
func shapeOf(goType string) string {
	switch {
	case strings.HasPrefix(goType, "[]"):
		return "a list"
	case goType == "bool":
		return "true or false"
	}
	return "a mapping"
}
