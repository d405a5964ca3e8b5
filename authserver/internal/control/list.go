package control

import (
	"context"

	"quartet.example/authserver/controlapi"
	"quartet.example/authserver/internal/seed"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// Users returns all users, without their passwords.
func (c *Control) Users(context.Context) (controlapi.Users, error) {
	all := controlapi.Users{Users: []controlapi.Entry{}}
	for _, u := range c.Directory.Users() {
		all.Users = append(all.Users, seed.ShowUser(u))
	}
	return all, nil
}

// User returns a user, which is a username or a sub. If there is none, the error is oauth.NotFound.
func (c *Control) User(_ context.Context, user string) (controlapi.Entry, error) {
	found, err := c.findUser(user)
	if err != nil {
		return nil, missing(err)
	}
	return seed.ShowUser(found), nil
}

// Clients returns all clients, without their secrets.
func (c *Control) Clients(context.Context) (controlapi.Clients, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	all, err := c.current.ShowClients()
	return controlapi.Clients{Clients: all}, err
}

// Client returns a client. If there is none, the error is oauth.NotFound.
func (c *Control) Client(ctx context.Context, id string) (controlapi.Entry, error) {
	all, err := c.Clients(ctx)
	if err != nil {
		return nil, err
	}
	for _, one := range all.Clients {
		if one["client_id"] == id {
			return one, nil
		}
	}
	return nil, missing(errNoClient(id))
}

// missing returns the error for a user or client that the path of a request names. In a body it is an
// invalid_request instead.
func missing(err error) error { return oauth.NotFound.With(web.Printable(err.Error())).Because(err) }
