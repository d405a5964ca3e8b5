package admin

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"quartet.example/authserver"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/directory"
	"quartet.example/shared/published"
)

// minPassword is the minimum length of a password in characters (NIST SP 800-63B §3.1.1).
const minPassword = 8

func (o *Operator) disableUser(ctx context.Context, args []string) error {
	return o.change(ctx, "disable", args, true, func(said *core.Override) error {
		said.Disabled = true
		return nil
	})
}

func (o *Operator) enableUser(ctx context.Context, args []string) error {
	return o.change(ctx, "enable", args, false, func(said *core.Override) error {
		said.Disabled = false
		return nil
	})
}

func (o *Operator) deleteUser(ctx context.Context, args []string) error {
	return o.change(ctx, "delete", args, true, func(said *core.Override) error {
		said.Deleted, said.PasswordHash = true, ""
		return nil
	})
}

func (o *Operator) setPassword(ctx context.Context, args []string) error {
	if len(args) != 1 {
		return errors.New("users passwd: want one USERNAME; the password comes from standard input")
	}
	hash, err := o.readPassword()
	if err != nil {
		return err
	}
	return o.change(ctx, "passwd", args, true, func(said *core.Override) error {
		said.PasswordHash = hash
		return nil
	})
}

// readPassword reads one line from standard input and returns its hash. A password as an argument
// would be visible to all users of the machine.
func (o *Operator) readPassword() (hash string, err error) {
	line, err := bufio.NewReader(io.LimitReader(o.In, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("users passwd: %w", err)
	}
	password := strings.TrimRight(line, "\r\n")
	if n := len([]rune(password)); n < minPassword || len(password) > directory.MaxPassword {
		return "", fmt.Errorf("users passwd: the password on standard input has %d characters; want %d or more, and at most %d bytes", n, minPassword, directory.MaxPassword)
	}
	if o.Config.Profile.IsProduction() && published.IsPassword(password) {
		return "", errors.New("users passwd: the password on standard input is that of a demo user, which everybody knows")
	}
	return authserver.HashPassword(password)
}

// change changes a user by say. If ends is true, it also ends the user's sessions and grants.
func (o *Operator) change(ctx context.Context, verb string, args []string, ends bool, say func(*core.Override) error) error {
	if len(args) != 1 {
		return fmt.Errorf("users %s: want one USERNAME", verb)
	}
	planted, err := o.plant()
	if err != nil {
		return err
	}
	user, err := named(planted.Users, args[0])
	if err != nil {
		return fmt.Errorf("users %s: %w", verb, err)
	}
	if err := o.override(ctx, user, ends, say); err != nil {
		return fmt.Errorf("users %s %s: %w", verb, user.Username, err)
	}
	past := map[string]string{"disable": "is disabled", "enable": "is enabled", "delete": "is deleted", "passwd": "has a new password"}[verb]
	if !ends {
		_, err = fmt.Fprintf(o.Out, "%s %s.\n", user.Username, past)
		return err
	}
	sessions, grants, err := o.endAll(ctx, planted, user.Subject)
	if err != nil {
		return fmt.Errorf("users %s %s: %s, but not all sessions and grants have ended; run the command again: %w", verb, user.Username, past, err)
	}
	_, err = fmt.Fprintf(o.Out, "%s %s. Ended: %d sessions, %d grants.\n", user.Username, past, sessions, grants)
	return err
}

// override stores a change of a user on top of earlier changes.
func (o *Operator) override(ctx context.Context, user *core.User, ends bool, say func(*core.Override) error) error {
	store := o.store()
	for range 100 { // repeated if another operator made a change in the meantime
		all, version, err := store.FindOverrides(ctx)
		if err != nil {
			return err
		}
		said, has := all[user.Subject]
		if !has {
			said.Disabled = user.Disabled
		}
		if said.Deleted {
			return errors.New("the user was deleted")
		}
		if err := say(&said); err != nil {
			return err
		}
		if ends {
			said.SignInAgain = o.Deps.Now().UTC()
		}
		if won, err := store.SaveOverride(ctx, version, user.Subject, said); err != nil || won {
			return err
		}
	}
	return errors.New("the users were changed by others at the same time; run the command again")
}
