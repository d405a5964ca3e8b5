package service

import (
	"errors"
	"fmt"
	"time"

	"quartet.example/shared/repeatable"
)

// Repeatable applies RandomSeed to this process, and returns the clock that Clock names. It returns the
// errors of ValidateRepeatable, and then changes nothing. Call it before anything else draws random
// numbers.
func (s Settings) Repeatable() (now func() time.Time, err error) {
	if err := s.ValidateRepeatable(); err != nil {
		return nil, err
	}
	if seed := s.RandomSeed.Reveal(); seed != "" {
		repeatable.Use(seed)
	}
	if s.Clock == "" {
		return time.Now, nil //nolint:forbidigo // this is where the clock is chosen
	}
	still, err := time.Parse(time.RFC3339, s.Clock)
	return func() time.Time { return still }, err
}

// ValidateRepeatable returns every problem of the settings random-seed and clock, joined.
func (s Settings) ValidateRepeatable() error {
	var errs []error
	if !s.RandomSeed.IsZero() {
		switch {
		case s.Profile.IsProduction():
			errs = append(errs, errors.New("random-seed: production refuses it: whoever knows it knows every key and every token"))
		case !s.RedisURL.IsZero():
			errs = append(errs, errors.New("random-seed: works with the embedded Redis only: after a restart the server would make ids again that are in Redis already"))
		}
	}
	if s.Clock != "" {
		if s.Profile.IsProduction() {
			errs = append(errs, errors.New("clock: production refuses it: nothing would expire"))
		}
		if _, err := time.Parse(time.RFC3339, s.Clock); err != nil {
			errs = append(errs, fmt.Errorf("clock: %q is no time of RFC 3339, such as 2030-01-01T00:00:00Z", s.Clock))
		}
	}
	return errors.Join(errs...)
}
