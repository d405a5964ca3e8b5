package authservertest_test

import (
	"testing"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
)

// iteration is a test that ends with one iteration of a benchmark.
type iteration struct {
	testing.TB
	cleanups []func()
}

func (i *iteration) Cleanup(f func()) { i.cleanups = append(i.cleanups, f) }

func (i *iteration) end() {
	for n := len(i.cleanups) - 1; n >= 0; n-- {
		i.cleanups[n]()
	}
}

// BenchmarkStartAndStop measures the cost of a server for one test: 5 ms to start it, less than 1 ms
// to stop it. The first server of a process takes another 5 ms, to parse the templates of its pages.
func BenchmarkStartAndStop(b *testing.B) {
	for name, options := range map[string][]authservertest.Option{
		"keys of the test binary": nil,
		"keys of its own": {authservertest.WithConfig(func(cfg *authserver.Config) {
			cfg.SealKey = "the seal key of the server of one benchmark"
		})},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				test := &iteration{TB: b}
				authservertest.Start(test, options...)
				test.end()
			}
		})
	}
}
