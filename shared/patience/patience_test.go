package patience_test

import (
	"context"
	"testing"
	"time"

	"quartet.example/shared/patience"
)

type mode struct{ on, recently bool }

func (m mode) On() bool       { return m.on }
func (m mode) Recently() bool { return m.recently }

func TestDurations(t *testing.T) {
	type durations struct{ wait, lifetime, transaction time.Duration }
	for name, tt := range map[string]struct {
		in   func(context.Context) context.Context
		d    time.Duration
		want durations
	}{
		"production": {func(ctx context.Context) context.Context { return ctx }, time.Minute, durations{time.Minute, time.Minute, time.Minute}},
		"off":        {within(mode{}), time.Minute, durations{time.Minute, time.Minute, time.Minute}},
		"on":         {within(mode{true, true}), time.Minute, durations{15 * time.Minute, 10 * time.Minute, time.Hour}},
		"was on":     {within(mode{false, true}), time.Minute, durations{time.Minute, 10 * time.Minute, time.Hour}},
		"on, but what lasts longer is not made shorter": {within(mode{true, true}), 24 * time.Hour, durations{24 * time.Hour, 24 * time.Hour, 24 * time.Hour}},
	} {
		ctx := tt.in(t.Context())
		if got := (durations{patience.Wait(ctx, tt.d), patience.Lifetime(ctx, tt.d), patience.Transaction(ctx, tt.d)}); got != tt.want {
			t.Errorf("%s: got %v, want %v", name, got, tt.want)
		}
	}
}

func within(m mode) func(context.Context) context.Context {
	return func(ctx context.Context) context.Context { return patience.With(ctx, m) }
}

func TestUnheldStaysInAContextWithoutCancel(t *testing.T) {
	if patience.IsUnheld(t.Context()) || !patience.IsUnheld(context.WithoutCancel(patience.Unheld(t.Context()))) {
		t.Error("the mark is not where it was set")
	}
}
