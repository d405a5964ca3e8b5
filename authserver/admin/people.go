package admin

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/directory"
	"quartet.example/authserver/internal/fetch"
	"quartet.example/authserver/internal/seed"
	"quartet.example/shared/config"
)

// plant loads the seed file.
func (o *Operator) plant() (*seed.Seed, error) {
	return seed.Load(config.Document(o.Config.Seed), seed.Options{
		Production: o.Config.Profile.IsProduction(), Secrets: o.Config.ClientSecrets, Hash: directory.HashPassword,
		Fetchable: fetch.New(fetch.Options{Allow: o.Config.FetchAllow}).Check,
	})
}

// named returns the user with this username.
func named(users []*core.User, username string) (*core.User, error) {
	for _, u := range users {
		if core.NormalizeUsername(u.Username) == core.NormalizeUsername(username) {
			return u, nil
		}
	}
	return nil, fmt.Errorf("there is no user %q", username)
}

func (o *Operator) listUsers(ctx context.Context, args []string) error {
	if len(args) > 0 {
		return errors.New("users list: takes no argument")
	}
	planted, err := o.plant()
	if err != nil {
		return err
	}
	store := o.store()
	said, _, err := store.FindOverrides(ctx)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(o.Out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "USERNAME\tSUB\tSTATE\tSESSIONS\tGRANTS")
	for _, u := range planted.Users {
		sessions, err := store.SessionsOf(ctx, u.Subject)
		if err != nil {
			return err
		}
		grants, err := store.GrantsOf(ctx, u.Subject)
		if err != nil {
			return err
		}
		about, has := said[u.Subject]
		if !has {
			about.Disabled = u.Disabled
		}
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%d\n", u.Username, u.Subject, state(about), len(sessions), len(grants))
	}
	return w.Flush()
}

func state(o core.Override) string {
	switch {
	case o.Deleted:
		return "deleted"
	case o.Disabled:
		return "disabled"
	}
	return "active"
}
