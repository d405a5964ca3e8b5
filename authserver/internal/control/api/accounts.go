package api

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/controlapi"
	"quartet.example/authserver/internal/checks"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// putUser handles PUT /control/users/{username}. Without sub, the username is the sub as well. Without a
// password nobody can sign the user in on the page; POST /control/sign-in needs none.
func (h *Handler) putUser(c echo.Context) error {
	entry, err := entryOf(c, "username")
	if err != nil {
		return err
	}
	if entry["sub"] == nil {
		entry["sub"] = entry["username"]
	}
	if entry["password"] == nil && entry["password_hash"] == nil && entry["demo_password"] == nil {
		entry["password"] = json.RawMessage(`"` + oauth.NewSecret() + `"`)
	}
	return put(c, h.Verbs.PutUser, entry)
}

func (h *Handler) putClient(c echo.Context) error {
	entry, err := entryOf(c, "client_id")
	if err != nil {
		return err
	}
	return put(c, h.Verbs.PutClient, entry)
}

func (h *Handler) putResource(c echo.Context) error {
	entry, err := entryOf(c, "resource")
	if err != nil {
		return err
	}
	return put(c, h.Verbs.PutResource, entry)
}

// putScope handles PUT /control/scopes/{scope}. The name is in the path only, as it is no member of an entry
// of scopes.
func (h *Handler) putScope(c echo.Context) error {
	entry := map[string]json.RawMessage{}
	if err := decode(c, &entry); err != nil {
		return err
	}
	return put(c, func(ctx context.Context, raw json.RawMessage) error {
		return h.Verbs.PutScope(ctx, named(c, "scope"), raw)
	}, entry)
}

func put(c echo.Context, do func(context.Context, json.RawMessage) error, entry map[string]json.RawMessage) error {
	raw, err := json.Marshal(entry)
	if err != nil {
		return err
	}
	return done(c, do(c.Request().Context(), raw))
}

// list returns a handler that responds with the result of a verb.
func list[Out any](verb func(context.Context) (Out, error)) echo.HandlerFunc {
	return func(c echo.Context) error {
		all, err := verb(c.Request().Context())
		if err != nil {
			return err
		}
		return web.NoStoreJSON(c, http.StatusOK, all)
	}
}

// show is list for a verb that gets a parameter of the path.
func show(parameter string, verb func(context.Context, string) (controlapi.Entry, error)) echo.HandlerFunc {
	return func(c echo.Context) error {
		one, err := verb(c.Request().Context(), named(c, parameter))
		if err != nil {
			return err
		}
		return web.NoStoreJSON(c, http.StatusOK, one)
	}
}

// remove returns a handler that passes a parameter of the path to a verb.
func remove(parameter string, do func(context.Context, string) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		return done(c, do(c.Request().Context(), named(c, parameter)))
	}
}

// entryOf returns the members of the body, an entry of the seed file. The path names the entry: its member
// key has this name if it is missing, and may have no other. The verb checks all other members.
func entryOf(c echo.Context, key string) (map[string]json.RawMessage, error) {
	entry := map[string]json.RawMessage{}
	if err := decode(c, &entry); err != nil {
		return nil, err
	}
	quoted, err := json.Marshal(named(c, key))
	if err != nil {
		return nil, err
	}
	var given string
	if raw, has := entry[key]; has && (json.Unmarshal(raw, &given) != nil || given != named(c, key)) {
		refused := checks.ControlMembers.Fail(c.Request().Context(), nil)
		refused.Description = key + " differs from the one in the path"
		return nil, refused
	}
	entry[key] = quoted
	return entry, nil
}
