package authserver_test

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	gocmp "github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"

	"quartet.example/authserver/authservertest"
	"quartet.example/authserver/controlapi"
	"quartet.example/authserver/internal/control"
	"quartet.example/authserver/internal/control/api"
)

// controlTypes are the Go types of the schemas in the OpenAPI document.
var controlTypes = map[string]any{
	"Token": controlapi.Token{}, "Forgery": controlapi.Forgery{}, "Issued": controlapi.Issued{},
	"SignIn": controlapi.SignIn{}, "SignedIn": controlapi.SignedIn{}, "Logout": controlapi.Logout{}, "Clock": controlapi.Clock{}, "Advance": controlapi.Advance{},
	"Fault": controlapi.Fault{}, "Faults": controlapi.Faults{}, "Request": controlapi.Request{}, "Requests": controlapi.Requests{},
	"User": authservertest.User{}, "Client": authservertest.Client{}, "Resource": authservertest.Resource{}, "Scope": authservertest.Scope{}, // entries of the seed
	"Users": struct {
		Users []authservertest.User `json:"users"`
	}{},
	"Clients": struct {
		Clients []authservertest.Client `json:"clients"`
	}{},
	"Error": struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}{},
}

// controlRoutes returns the routes of the control API, such as POST /control/tokens.
func controlRoutes() (routes []string) {
	e := echo.New()
	(&api.Handler{Verbs: new(control.Control)}).Mount(e)
	for _, route := range e.Routes() {
		segments := strings.Split(route.Path, "/")
		for i, segment := range segments {
			if name, ok := strings.CutPrefix(segment, ":"); ok {
				segments[i] = "{" + name + "}"
			}
		}
		routes = append(routes, route.Method+" "+strings.Join(segments, "/"))
	}
	slices.SortFunc(routes, func(a, b string) int { return cmp.Or(cmp.Compare(turn(a), turn(b)), cmp.Compare(a, b)) })
	return routes
}

// turn puts the operations that show one thing after those that add it, then those that remove one, and
// those that remove all last, so that the others find it.
func turn(operation string) int {
	switch isDelete, ofOne := strings.HasPrefix(operation, "DELETE "), strings.HasSuffix(operation, "}"); {
	case strings.HasPrefix(operation, "GET ") && ofOne:
		return 1
	case isDelete && ofOne:
		return 2
	case isDelete, strings.HasSuffix(operation, "/reset"):
		return 3
	}
	return 0
}

// controlDocument returns the OpenAPI document of the control API, which must be valid.
func controlDocument(t *testing.T, c *controller) *openapi3.T {
	t.Helper()
	_, body := c.do("GET", "/control/openapi.json", "")
	doc, err := openapi3.NewLoader().LoadFromData(body)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context(), openapi3.IsOpenAPI31OrLater()); err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestControlDocumentListsEveryRoute(t *testing.T) {
	c := startControl(t)
	doc := controlDocument(t, c)
	var listed []string
	for path, item := range doc.Paths.Map() {
		for method := range item.Operations() {
			listed = append(listed, method+" "+path)
		}
	}
	slices.Sort(listed)
	if diff := gocmp.Diff(slices.Sorted(slices.Values(controlRoutes())), listed); diff != "" {
		t.Errorf("routes (-) and document (+):\n%s", diff)
	}
	if got := doc.Servers[0].URL; got != c.issuer {
		t.Errorf("the server is %s, want the issuer %s", got, c.issuer)
	}
}

// The members of each schema are those of the Go type, with the same types. A member without omitempty
// is required.
func TestControlDocumentHasTheGoTypes(t *testing.T) {
	doc := controlDocument(t, startControl(t))
	enums := enumsOf(t)
	for name, ref := range doc.Components.Schemas {
		t.Run(name, func(t *testing.T) {
			if len(ref.Value.Enum) > 0 {
				if diff := gocmp.Diff(enums[name], ref.Value.Enum); diff != "" {
					t.Errorf("constants (-) and enum (+):\n%s", diff)
				}
				return
			}
			of, known := controlTypes[name]
			if !known {
				t.Fatal("controlTypes has no Go type for it")
			}
			want, required := membersOf(reflect.TypeOf(of))
			got := map[string]string{}
			for member, schema := range ref.Value.Properties {
				got[member] = typeOf(schema)
			}
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Errorf("Go type (-) and schema (+):\n%s", diff)
			}
			if diff := gocmp.Diff(required, slices.Sorted(slices.Values(ref.Value.Required))); diff != "" {
				t.Errorf("without omitempty (-) and required (+):\n%s", diff)
			}
			if extra := ref.Value.AdditionalProperties.Has; extra == nil || *extra != slices.Contains([]string{"User", "Client", "Resource", "Scope"}, name) {
				t.Error("additionalProperties is not false: only entries of the seed have members that the document leaves out")
			}
		})
	}
	for name := range controlTypes {
		if doc.Components.Schemas[name] == nil {
			t.Errorf("there is no schema %s", name)
		}
	}
}

// membersOf returns the JSON types of the members of a struct, and the sorted names of the required ones.
func membersOf(of reflect.Type) (types map[string]string, required []string) {
	types = map[string]string{}
	for _, field := range reflect.VisibleFields(of) {
		if field.Anonymous || field.Tag.Get("yaml") == "-" {
			continue
		}
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		entry, _, _ := strings.Cut(field.Tag.Get("yaml"), ",") // of the seed: the path has the required members
		name = cmp.Or(name, entry)
		types[name] = jsonType(field.Type)
		if options == "" && entry == "" {
			required = append(required, name)
		}
	}
	slices.Sort(required)
	return types, required
}

// jsonType returns the JSON type of a Go type, or the name of the schema for a type of controlapi.
func jsonType(of reflect.Type) string {
	for of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	switch {
	case of == reflect.TypeFor[time.Time]():
		return "date-time"
	case slices.Contains([]string{reflect.TypeFor[controlapi.Token]().PkgPath(), reflect.TypeFor[authservertest.User]().PkgPath()}, of.PkgPath()):
		return of.Name()
	}
	switch kind := of.Kind(); {
	case of == reflect.TypeFor[any](), kind == reflect.Map:
		return "object"
	case kind == reflect.Slice:
		return "array of " + jsonType(of.Elem())
	case kind == reflect.Int, kind == reflect.Int64:
		return "integer"
	case kind == reflect.Bool:
		return "boolean"
	}
	return of.Kind().String()
}

// typeOf returns the type of a schema as jsonType does.
func typeOf(schema *openapi3.SchemaRef) string {
	switch {
	case schema.Ref != "":
		return schema.Ref[strings.LastIndex(schema.Ref, "/")+1:]
	case schema.Value.Format != "":
		return schema.Value.Format
	case schema.Value.Type.Is("array"):
		return "array of " + typeOf(schema.Value.Items)
	}
	return strings.Join(schema.Value.Type.Slice(), " ")
}

// enumsOf returns the constants of package controlapi by the name of their type, in their order.
func enumsOf(t *testing.T) map[string][]any {
	t.Helper()
	packages, err := parser.ParseDir(token.NewFileSet(), "controlapi", func(f fs.FileInfo) bool { return !strings.HasSuffix(f.Name(), "_test.go") }, 0) //nolint:staticcheck // one folder without build tags
	if err != nil {
		t.Fatal(err)
	}
	enums := map[string][]any{}
	ast.Inspect(packages["controlapi"], func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if kind, typed := spec.Type.(*ast.Ident); typed {
			value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			enums[kind.Name] = append(enums[kind.Name], value)
		}
		return true
	})
	return enums
}
