package oauth_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quartet.example/shared/oauth"
)

var (
	errFirst, errSecond, errAlso = errors.New("first"), errors.New("second"), errors.New("also second")
	errStore                     = errors.New("the store cannot be reached")

	first  = oauth.Check{ID: "t.first", Error: oauth.InvalidGrant}
	second = oauth.Check{ID: "t.second", Error: oauth.InvalidScope}
	third  = oauth.Check{ID: "t.third", Error: oauth.InvalidTarget}
	ruled  = []oauth.Rule{first.FailsOn(errFirst), second.FailsOn(errSecond, errAlso), third.FailsOn(errors.New("third"))}
)

func TestDecidedReportsInTheOrderOfTheTable(t *testing.T) {
	for name, tt := range map[string]struct {
		err     error
		refused *oauth.Check
		want    []string
	}{
		"all rules passed":                         {nil, nil, []string{"t.first true", "t.second true", "t.third true"}},
		"the first failed":                         {errFirst, &first, []string{"t.first false"}},
		"rules after the failed one are not known": {errSecond, &second, []string{"t.first true", "t.second false"}},
		"each error of a rule breaks it":           {fmt.Errorf("script: %w", errAlso), &second, []string{"t.first true", "t.second false"}},
		"another error decides nothing":            {errStore, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			ctx := oauth.WithObserver(t.Context(), func(r oauth.Result) { got = append(got, fmt.Sprint(r.Check.ID, " ", r.Passed)) })
			err := oauth.Decided(ctx, tt.err, ruled)
			var refused *oauth.Error
			if !errors.Is(err, tt.err) || errors.As(err, &refused) != (tt.refused != nil) || refused != nil && refused.Check != tt.refused {
				t.Errorf("got %v", err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDecidedWithoutObserverAllocatesNothing(t *testing.T) {
	ctx := context.Background()
	if n := testing.AllocsPerRun(100, func() { _ = oauth.Decided(ctx, nil, ruled) }); n != 0 {
		t.Errorf("allocations: got %v, want 0", n)
	}
}
