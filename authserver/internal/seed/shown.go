package seed

import (
	"fmt"
	"reflect"
	"slices"

	"go.yaml.in/yaml/v3"

	"quartet.example/authserver/internal/core"
)

// booleans are the fields of a client that are true or false.
var booleans = []string{"backchannel_logout_session_required", "dpop_bound_access_tokens", "require_pushed_authorization_requests"}

// ShowUser returns a user as JSON members of an entry of users, without the password.
func ShowUser(u *core.User) map[string]any {
	shown := map[string]any{"sub": u.Subject, "username": u.Username}
	if len(u.Claims) > 0 {
		shown["claims"] = u.Claims
	}
	if u.Disabled {
		shown["disabled"] = true
	}
	return shown
}

// ShowClients returns the clients as JSON members of the entries of clients, without their secrets. A
// field that an entry leaves out is not in it.
func (s *Seed) ShowClients() ([]map[string]any, error) {
	all := make([]map[string]any, 0, len(s.doc.Clients))
	for _, entry := range s.doc.Clients {
		shown, err := showClient(entry)
		if err != nil {
			return nil, fmt.Errorf("client %s: %w", entry.ClientID.value, err)
		}
		all = append(all, shown)
	}
	return all, nil
}

func showClient(entry clientEntry) (map[string]any, error) {
	shown := map[string]any{}
	for field, value := range reflect.ValueOf(entry).Fields() {
		name := field.Tag.Get("yaml")
		if name == "" || name == "client_secret" || value.IsZero() {
			continue
		}
		var err error
		if shown[name], err = plain(name, value.Interface()); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return shown, nil
}

// plain returns the value of a field as JSON has it.
func plain(name string, value any) (out any, err error) {
	switch v := value.(type) {
	case text:
		if slices.Contains(booleans, name) {
			return v.value == "true", nil
		}
		return v.value, nil
	case []text:
		return words(v), nil
	case *[]text:
		return words(*v), nil
	case yaml.Node:
		err = v.Decode(&out)
		return out, err
	}
	return nil, fmt.Errorf("a %T cannot be shown", value)
}

func words(list []text) []string {
	all := make([]string, 0, len(list))
	for _, one := range list {
		all = append(all, one.value)
	}
	return all
}
