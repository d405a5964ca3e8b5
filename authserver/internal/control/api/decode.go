package api

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/checks"
	"quartet.example/shared/web"
)

// decode reads the JSON object in the body into v, strictly: an unknown name is an error, because
// otherwise a misspelled one would change nothing and the test would still pass.
func decode(c echo.Context, v any) error {
	body, err := read(c)
	if err != nil {
		return err
	}
	return unmarshal(c, body, v)
}

// read returns the body, whose size shared/web limits.
func read(c echo.Context) ([]byte, error) {
	r := c.Request()
	if err := checks.ControlJSON.Require(r.Context(), isJSON(r.Header)); err != nil {
		return nil, err
	}
	return io.ReadAll(r.Body)
}

// isJSON reports whether the body is JSON in UTF-8, which is not compressed (RFC 8259 §8.1, §11).
func isJSON(h http.Header) bool {
	media, parameters, err := mime.ParseMediaType(h.Get(echo.HeaderContentType))
	charset, named := parameters["charset"]
	return err == nil && media == echo.MIMEApplicationJSON && (!named || strings.EqualFold(charset, "utf-8")) && h.Get(echo.HeaderContentEncoding) == ""
}

func unmarshal(c echo.Context, body []byte, v any) error {
	ctx := c.Request().Context()
	if kind := jsontext.Value(body).Kind(); kind != '{' {
		return checks.ControlMembers.Fail(ctx, nil)
	}
	err := json.Unmarshal(body, v, json.RejectUnknownMembers(true))
	if err == nil {
		checks.ControlMembers.Pass(ctx)
		return nil
	}
	refused := checks.ControlMembers.Fail(ctx, err)
	refused.Description = describe(err)
	return refused
}

// describe says in words what is wrong with a body, without its values, which may be secrets.
func describe(err error) string {
	var semantic *json.SemanticError
	var syntactic *jsontext.SyntacticError
	switch {
	case errors.Is(err, json.ErrUnknownName) && errors.As(err, &semantic):
		return "unknown member " + name(semantic.JSONPointer)
	case errors.Is(err, jsontext.ErrDuplicateName) && errors.As(err, &syntactic):
		return "member " + name(syntactic.JSONPointer) + " appears twice"
	case errors.As(err, &semantic) && semantic.JSONPointer != "":
		return fmt.Sprintf("member %s has a wrong type or is out of range%s", name(semantic.JSONPointer), wanted(semantic.GoType))
	case errors.As(err, &syntactic):
		return fmt.Sprintf("the body is not JSON, at byte %d", syntactic.ByteOffset)
	}
	return checks.ControlMembers.Refusal
}

// wanted names the type of a member, after a semicolon, or returns "" if it is not known.
func wanted(of reflect.Type) string {
	if of == nil {
		return ""
	}
	switch of.Kind() { //nolint:exhaustive // the other kinds are in no request
	case reflect.String:
		return "; want a string"
	case reflect.Bool:
		return "; want true or false"
	case reflect.Int, reflect.Int64:
		return "; want a whole number"
	case reflect.Slice:
		return "; want a list"
	case reflect.Map, reflect.Struct:
		return "; want an object"
	}
	return ""
}

// name returns the path to a member: id_token.nonce for /id_token/nonce (RFC 6901).
func name(p jsontext.Pointer) string {
	var path []string
	for token := range p.Tokens() {
		path = append(path, token)
	}
	return web.Printable(strings.Join(path, "."))
}

// noBody refuses a body with members, for an operation without any. An empty body needs no media type.
func noBody(c echo.Context) error {
	r := c.Request()
	if r.ContentLength == 0 && len(r.TransferEncoding) == 0 {
		return nil
	}
	return decode(c, &struct{}{})
}

// checkQuery refuses parameters of the URL that the operation does not have.
func checkQuery(c echo.Context, known []string) error {
	values, err := web.Query(c)
	if err != nil {
		return err
	}
	for parameter := range values {
		if !slices.Contains(known, parameter) {
			refused := checks.ControlMembers.Fail(c.Request().Context(), nil)
			refused.Description = "unknown parameter " + web.Printable(parameter)
			return refused
		}
	}
	return nil
}
