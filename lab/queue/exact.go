package queue

import "math"

// Exact laws, to which the simulation is held. Times are minutes, rates people
// per minute. Sources: docs/reference/lab.md.

// ErlangB returns the share of people who find all c servers busy and go away,
// at an offered load of a = rate * mean: M/M/c/c, and the same for any law of
// service (M/G/c/c).
func ErlangB(c int, a float64) float64 {
	b := 1.0
	for k := 1; k <= c; k++ {
		b = a * b / (float64(k) + a*b)
	}
	return b
}

// Steady is what holds of a stage in its steady state.
type Steady struct {
	Rho, PWait, Wq, W, Lq, L float64
	decay                    float64 // of P(wait > t), per minute
}

// Tail returns P(wait > t) of M/M/c.
func (s Steady) Tail(t float64) float64 { return s.PWait * math.Exp(-s.decay*t) }

// MMc returns the steady state of Poisson arrivals, exponential service and c
// servers (Erlang C), for rate*mean < c.
func MMc(rate, mean float64, c int) Steady {
	a := rate * mean
	b := ErlangB(c, a)
	s := Steady{Rho: a / float64(c), PWait: float64(c) * b / (float64(c) - a*(1-b)), decay: (float64(c) - a) / mean}
	s.Wq = s.PWait / s.decay
	return s.little(rate, mean)
}

// MG1 returns the steady state of Poisson arrivals and one server with any law
// of service, from its mean and squared coefficient of variation
// (Pollaczek-Khinchine), for rate*mean < 1. It gives no tail.
func MG1(rate, mean, cv2 float64) Steady {
	rho := rate * mean
	s := Steady{Rho: rho, PWait: rho, Wq: rho / (1 - rho) * (1 + cv2) / 2 * mean, decay: math.NaN()}
	return s.little(rate, mean)
}

func (s Steady) little(rate, mean float64) Steady {
	s.W = s.Wq + mean
	s.Lq, s.L = rate*s.Wq, rate*s.W
	return s
}

// PoissonTail returns P(N >= n) of a Poisson number with that mean: the number
// present of M/G/inf.
func PoissonTail(mean float64, n int) float64 {
	term, below := math.Exp(-mean), 0.0
	for k := range n {
		below += term
		term *= mean / float64(k+1)
	}
	return 1 - below
}

// Flows returns the rate at which people come to each stage of a network that
// turns nobody away (the traffic equations of Jackson 1957), from the rates from
// outside and the probabilities of going from one stage to another. Everybody
// must have a way out.
func Flows(outside []float64, going [][]float64) []float64 {
	n := len(outside)
	rows := make([][]float64, n) // (I - going transposed) flow = outside
	for i := range n {
		rows[i] = make([]float64, n+1)
		rows[i][n] = outside[i]
		for j := range n {
			rows[i][j] = -going[j][i]
		}
		rows[i][i]++
	}
	for i := range n {
		best := i
		for r := i + 1; r < n; r++ {
			if math.Abs(rows[r][i]) > math.Abs(rows[best][i]) {
				best = r
			}
		}
		rows[i], rows[best] = rows[best], rows[i]
		for r := range n {
			if factor := rows[r][i] / rows[i][i]; r != i && factor != 0 {
				for k := i; k <= n; k++ {
					rows[r][k] -= factor * rows[i][k]
				}
			}
		}
	}
	flows := make([]float64, n)
	for i := range n {
		flows[i] = rows[i][n] / rows[i][i]
	}
	return flows
}
