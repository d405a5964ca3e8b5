package admin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"text/tabwriter"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/keys"
)

// ringWithout opens the signing keys for a command that takes no arguments.
func (o *Operator) ringWithout(ctx context.Context, args []string, command string) (*keys.Ring, error) {
	if len(args) > 0 {
		return nil, errors.New(command + ": takes no argument")
	}
	return o.ring(ctx)
}

func (o *Operator) listKeys(ctx context.Context, args []string) error {
	ring, err := o.ringWithout(ctx, args, "keys list")
	if err != nil {
		return err
	}
	return o.printKeys(ring.List())
}

func (o *Operator) rotateKeys(ctx context.Context, args []string) error {
	ring, err := o.ringWithout(ctx, args, "keys rotate")
	if err != nil {
		return err
	}
	if err := ring.Rotate(ctx); err != nil {
		return err
	}
	return o.printKeys(ring.List())
}

func (o *Operator) retireKey(ctx context.Context, args []string) error {
	now := slices.Contains(args, "--now")
	args = slices.DeleteFunc(slices.Clone(args), func(arg string) bool { return arg == "--now" })
	if len(args) != 1 {
		return errors.New("keys retire: want one KID of keys list")
	}
	ring, err := o.ring(ctx)
	if err != nil {
		return err
	}
	retire := ring.Retire
	if now {
		retire = ring.RetireNow
	}
	if err := retire(ctx, args[0]); err != nil {
		return fmt.Errorf("keys retire %s: %w", args[0], err)
	}
	return o.printKeys(ring.List())
}

// printKeys writes a table of keys, by algorithm, then next, current and retired.
func (o *Operator) printKeys(all []core.SigningKey) error {
	if len(all) == 0 {
		_, err := fmt.Fprintln(o.Out, "There are no keys yet. The server makes them when it first starts.")
		return err
	}
	lives := []string{core.KeyNext, core.KeyCurrent, core.KeyRetired}
	all = slices.SortedFunc(slices.Values(all), func(a, b core.SigningKey) int {
		return cmp.Or(cmp.Compare(a.Algorithm, b.Algorithm), slices.Index(lives, a.State)-slices.Index(lives, b.State), a.NotBefore.Compare(b.NotBefore))
	})
	w := tabwriter.NewWriter(o.Out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "KID\tALG\tSTATE\tWHAT IT DOES")
	for _, k := range all {
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", k.ID, k.Algorithm, k.State, does(k))
	}
	return w.Flush()
}

// does returns what a key is used for.
func does(k core.SigningKey) string {
	switch k.State {
	case core.KeyNext:
		return "is published for " + keys.PublishAhead.String() + ", signs from " + stamp(k.NotBefore)
	case core.KeyRetired:
		return "verifies until " + stamp(k.RetireAt)
	}
	return "signs since " + stamp(k.NotBefore)
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
