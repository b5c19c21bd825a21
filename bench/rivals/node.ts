import { registerHooks } from 'node:module';

/** Registers all gradients. The modules are written for bundlers: their imports have no file endings, which Node needs. */
export async function loadGradients(): Promise<void> {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const bare = specifier.startsWith('.') && !/\.[cm]?js$/.test(specifier) && context.parentURL?.includes('/tfjs-core/');
      return next(bare ? `${specifier}.js` : specifier, context);
    },
  });
  await import('@tensorflow/tfjs-core/dist/register_all_gradients.js');
  hooks.deregister();
}
