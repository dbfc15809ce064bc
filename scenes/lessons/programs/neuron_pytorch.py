import torch

torch.set_default_dtype(torch.float64)

x, y, eta = 2.1, 4, 0.1
w = torch.tensor(1.0, requires_grad=True)
b = torch.tensor(0.0, requires_grad=True)

p = w * x
y_hat = p + b
e = y_hat - y
loss = e**2

loss.backward()
print(loss.item(), w.grad.item(), b.grad.item())

with torch.no_grad():
    w -= eta * w.grad
    b -= eta * b.grad
print(w.item(), b.item())

w.grad = b.grad = None
